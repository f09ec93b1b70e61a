"""Who does what, where, when and why, clause by clause as the source has it. Checks that can only refuse."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.guards import antonyms, guarded, joined_verbs
from bot.named import abbreviated, initials
from bot.polarity import denies, turned
from bot.segments import (
    WORDS_BETWEEN,
    Segment,
    Token,
    actor_of,
    named_first,
    named_together,
    names_in,
    nearest,
    segments,
)
from index.dutch import stem, words

# The head of 'gemeenteraad' and of 'vakbond'.
MIN_HEAD_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Parties:
    """Who does something in a clause, and who undergoes it."""

    doing: frozenset[str]
    undergoing: frozenset[str]


def new_actors(sentence: str, quote: str) -> str:
    """Refuse who acts and is not in the source: 'raad' of 'gemeenteraad' is, and 'gemeente' is not."""
    theirs, short = words(quote), initials(quote)
    ours = [word for each in segments(sentence, frozenset()) for word in each.words]
    known = frozenset(token.actor for each in segments(quote, frozenset()) for token in each.tokens)
    new = sorted(
        {
            word
            for word in ours
            if word in guarded("actors")
            and (actor := actor_of(word))
            and actor not in known
            and word not in short
            and not any(_is_of(each, word) for each in theirs)
        }
    )
    return f"{new} are not in the source" if new else ""


def _is_of(source_word: str, actor: str) -> bool:
    """Tell whether a source's word is a kind of the actor, what that is a kind of, or its adjective."""
    of, source = stem(actor), stem(source_word)
    kind = len(source) >= MIN_HEAD_LETTERS and of.endswith(source)
    return kind or source.endswith(of) or source_word.startswith(f"{actor}lijk")


def changed_roles(sentence: str, quote: str) -> str:
    """Refuse a clause that the source's nearest clause tells of others, of another time, or the other way."""
    sentence, quote = abbreviated(sentence, quote), abbreviated(quote, sentence)
    names = names_in(sentence) | names_in(quote)
    apart = _contrasted(quote)
    theirs = segments(quote, names, apart)
    for each in segments(sentence, names, apart):
        among = nearest(each, theirs)
        reasons = [_conflict(each, other, theirs) for other in among]
        if among and all(reasons):
            return reasons[0]
    return ""


def _contrasted(quote: str) -> frozenset[str]:
    """Return the words of a text whose opposite it has too: 'grote gemeenten …, kleine …'."""
    said = frozenset(joined_verbs(words(quote)))
    return frozenset().union(*(one | other for one, other in antonyms() if said & one and said & other))


def _conflict(ours: Segment, theirs: Segment, every: Sequence[Segment]) -> str:
    quoted = not guarded("speaking").isdisjoint(theirs.words)
    if not (quoted or ours.gapped) and _other_parties(_parties(ours), _inherited(theirs, every)):
        return "the source tells it of another"
    told = {
        "who": (_named(ours), _named(theirs)),
        "how many": (ours.numbers(dates=False), theirs.numbers(dates=False)),
        "when": (ours.numbers(dates=True), theirs.numbers(dates=True)),
    }
    for what, (mine, its) in told.items():
        if mine and its and mine.isdisjoint(its):
            return f"the source tells {what} otherwise: {sorted(its)}"
    if {ours.cause, theirs.cause} == {"cause", "effect"}:
        return "in the source cause and effect are the other way round"
    excepted = any(not guarded("exceptions").isdisjoint(each.words) for each in every)
    whole = len(every) > 1 and not (excepted or ours.gapped or theirs.gapped)
    if whole and denies(ours.words) != denies(theirs.words):
        return "the source denies something else"
    return turned(ours.words, theirs.words)


def _named(segment: Segment) -> frozenset[str]:
    return frozenset(each.actor for each in segment.tokens if each.actor and not actor_of(each.text))


def _other_parties(ours: _Parties, theirs: _Parties) -> bool:
    """Tell whether somebody else does it, or who does it undergoes it."""
    if ours.doing and theirs.doing:
        return ours.doing.isdisjoint(theirs.doing)
    undergoes = bool(theirs.doing) and theirs.doing <= ours.undergoing
    return undergoes or bool(ours.doing & theirs.undergoing)


def _inherited(segment: Segment, every: Sequence[Segment]) -> _Parties:
    """Return the parties of a clause; without who acts, all that acted in those before may do so still.

    'Die' may act itself, or be what who is named acts on: 'gemeenten die wijkteams helpen'.
    """
    own = _parties(segment)
    relative = segment.words[0] == "die"
    if (own.doing or own.undergoing) and not relative:
        return own
    before = every[: every.index(segment)]
    return _Parties(own.doing.union(*(_parties(each).doing for each in before)), own.undergoing)


def _parties(segment: Segment) -> _Parties:
    said = frozenset(segment.words)
    by = "door" if said & guarded("passive", "perfect_passive") else ""
    by = "van" if not by and said & guarded("receiving") else by
    agents = _after(segment.tokens, by) if by else frozenset()
    if by == "door" in said and not agents:
        # 'Door een coördinator': who is none of those that are known here.
        return _Parties(frozenset(), frozenset())
    subject = frozenset() if _is_there(segment) else named_first(segment.tokens)
    turned = agents or said & guarded("passive", "receiving")
    return _Parties(agents, subject) if turned else _Parties(subject, frozenset())


def _is_there(segment: Segment) -> bool:
    """Tell whether a clause only says what there is: 'er zijn in Breda teams', 'in Breda zijn teams'."""
    there = "er" in segment.words or segment.words[0] in guarded("before_others")
    return there and not guarded("perfect_passive").isdisjoint(segment.words)


def _after(tokens: Sequence[Token], preposition: str) -> frozenset[str]:
    for at, token in enumerate(tokens):
        if token.text == preposition:
            for place in range(at + 1, min(at + 2 + WORDS_BETWEEN, len(tokens))):
                if tokens[place].actor:
                    return named_together(tokens[place:])
    return frozenset()

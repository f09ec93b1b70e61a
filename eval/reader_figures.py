"""How well the reader reads what it was never trained on. `python -m eval.reader_figures`

Right sentence: that which the reader thinks likeliest to answer, of all of a paragraph or page. Answerable:
area under the ROC curve, a question that the text answers against one that it does not. Span: F1 of the words
of the likeliest answer in the right sentence, and exact matches (Rajpurkar et al. 2016).
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from scipy.stats import mannwhitneyu

from bot.around import MIN_SURE
from bot.models import embedder_base, open_encoder, stay_offline
from bot.reader.reading import Reader, Support
from bot.reader.trained import load_reader
from bot.settings import home_folder, load_settings
from eval import reader_laws
from eval.reading import (
    HELD_OUT_ARTICLES,
    HELD_OUT_FACTS,
    Asked,
    Paragraph,
    article_questions,
    near_misses,
    page_paragraphs,
    page_questions,
    squad,
)
from eval.supporting import Claim, article_claims
from eval.tasks import HELD_OUT_XQUAD
from index.dutch import words
from index.types import Span


def held_out(data: Path, language: str) -> list[Asked]:
    """Return the questions on XQuAD's held-out articles."""
    dataset = json.loads((data / "reader_train" / f"xquad.{language}.json").read_text(encoding="utf-8"))
    trained_on = frozenset(range(len(dataset["data"]))) - HELD_OUT_XQUAD
    return list(squad(dataset, frozenset(trained_on)))


def area(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the area under the ROC curve: the share of pairs in the right order (Mann and Whitney 1947)."""
    return float(mannwhitneyu(positive, negative).statistic) / (len(positive) * len(negative))


def word_f1(one: str, other: str) -> float:
    """Return 2 PR / (P + R) over the words that two texts share, each as often as in both."""
    ours, theirs = Counter(words(one)), Counter(words(other))
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0


def wikipedia(reader: Reader, asked: Sequence[Asked]) -> Iterator[str]:
    """Yield the figures on questions whose paragraph answers them."""
    chance = random.Random(0)
    right, spans, answered, unanswered = [], [], [], []
    for each in asked:
        texts = [span.of(each.paragraph.text) for span in each.paragraph.sentences]
        others = [
            other.paragraph.text
            for other in asked
            if other.paragraph.article == each.paragraph.article and other.paragraph != each.paragraph
        ]
        readings = reader.read(each.question, [*texts, each.paragraph.text, chance.choice(others)])
        best = max(range(len(texts)), key=lambda place: readings[place].answers)
        right.append(best in each.places)
        answered.append(readings[-2].answers)
        unanswered.append(readings[-1].answers)
        if each.answer is not None:
            said = readings[each.places[0]].span.of(texts[each.places[0]])
            spans.append((said, each.answer.of(each.paragraph.text)))
    exact = fmean(words(said) == words(gold) for said, gold in spans)
    f1 = fmean(word_f1(*pair) for pair in spans)
    yield f"right sentence {fmean(right):.3f} of {len(right)}"
    yield f"answerable against a paragraph of the same article: AUROC {area(answered, unanswered):.3f}"
    yield f"span in the right sentence: F1 {f1:.3f}, exact {exact:.3f} of {len(spans)}"


def near(reader: Reader, answered: Sequence[Asked], missed: Sequence[Asked]) -> str:
    """Return how well questions that a paragraph answers are told from near misses, by its best sentence."""
    paragraphs = {each.paragraph for each in missed}

    def likeliest(each: Asked) -> float:
        texts = [span.of(each.paragraph.text) for span in each.paragraph.sentences]
        return max(reading.answers for reading in reader.read(each.question, texts))

    answers = [likeliest(each) for each in answered if each.paragraph in paragraphs]
    misses = [likeliest(each) for each in missed]
    return f"{len(answers)} questions against {len(misses)} near misses: AUROC {area(answers, misses):.3f}"


def pages(reader: Reader) -> Iterator[str]:
    """Yield the figures on our own questions on composed pages, near misses among them."""
    right: list[bool] = []
    answered: list[float] = []
    unanswered: list[float] = []
    texts: dict[str, list[tuple[Paragraph, str]]] = {}
    for each in page_questions("test"):
        page = each.paragraph.article
        if page not in texts:
            texts[page] = [
                (paragraph, span.of(paragraph.text))
                for paragraph in page_paragraphs("test", page)
                for span in paragraph.sentences
            ]
        readings = reader.read(each.question, [text for _, text in texts[page]])
        best = max(range(len(readings)), key=lambda row: readings[row].answers)
        if not each.places:
            unanswered.append(readings[best].answers)
            continue
        answered.append(readings[best].answers)
        paragraph, said = texts[page][best]
        gold = [each.paragraph.sentences[place].of(each.paragraph.text) for place in each.places]
        right.append(
            (paragraph == each.paragraph and said in gold) or any(said in known for known in each.elsewhere)
        )
    yield f"right sentence of the whole page {fmean(right):.3f} of {len(right)}"
    yield f"answerable against near misses ({len(unanswered)}): AUROC {area(answered, unanswered):.3f}"


def articles(reader: Reader, asked: Sequence[Asked]) -> Iterator[str]:
    """Yield the figures on questions on whole articles, each question beside its first near miss."""
    sentences: dict[str, list[tuple[Paragraph, Span]]] = {}
    for paragraph in dict.fromkeys(each.paragraph for each in asked):
        sentences.setdefault(paragraph.article, []).extend((paragraph, span) for span in paragraph.sentences)

    def read(question: str, article: str) -> tuple[float, Paragraph, Span]:
        known = sentences[article]
        readings = reader.read(question, [span.of(paragraph.text) for paragraph, span in known])
        best = max(range(len(known)), key=lambda row: readings[row].answers)
        return (readings[best].answers, *known[best])

    right, answered = [], []
    for each in asked:
        odds, paragraph, span = read(each.question, each.paragraph.article)
        gold = [each.paragraph.sentences[place] for place in each.places]
        known = any(span.of(paragraph.text) in text for text in each.elsewhere)
        right.append((paragraph == each.paragraph and span in gold) or known)
        answered.append(odds)
    missed = [read(each.near[0], each.paragraph.article)[0] for each in asked]
    yield f"right sentence of the whole article {fmean(right):.3f} of {len(right)}"
    yield f"answerable against near misses ({len(missed)}): AUROC {area(answered, missed):.3f}"


def marked(reader: Reader, asked: Sequence[Asked]) -> str:
    """Return how often the reader is sure of the words that answer, between neighbours, and how right."""
    asked = [each for each in asked if each.answer is not None]
    scores = []
    for each in asked:
        sentences = each.paragraph.sentences
        first, last = max(0, each.places[0] - 1), min(len(sentences), each.places[-1] + 2)
        text = Span(sentences[first].start, sentences[last - 1].end).of(each.paragraph.text)
        [reading] = reader.read(each.question, [text])
        if reading.sure >= MIN_SURE and each.answer is not None:
            scores.append(word_f1(reading.span.of(text), each.answer.of(each.paragraph.text)))
    wrong = fmean(score == 0 for score in scores) if scores else 0.0
    right = fmean(scores) if scores else 0.0
    return (
        f"{len(scores)} of {len(asked)} answers are set apart: F1 {right:.3f}, none of it right {wrong:.3f}"
    )


def paraphrases(support: Support, told: Sequence[Claim]) -> str:
    """Return how well honest paraphrases are told from the false one of the same words that follows each."""
    odds = [support.supports(each.text, [each.sentence])[0] for each in told]
    right, wrong = odds[::2], odds[1::2]
    higher = fmean(one > other for one, other in zip(right, wrong, strict=True))
    auroc = area(right, wrong)
    return f"{len(right)} pairs of paraphrases: AUROC {auroc:.3f}, the honest one higher {higher:.3f}"


def main() -> None:
    """Print the figures of the packaged reader."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("The reader is measured on real questions: set WIJKWIJZER_DATA to the measuring data.")
    reader = load_reader(embedder_base(settings))
    for language in ("nl", "en"):
        for line in wikipedia(reader, held_out(settings.data, language)):
            print(f"held-out Wikipedia, {language}: {line}", flush=True)
    missed = list(near_misses(settings.data))
    print(f"held-out Wikipedia, nl: {near(reader, held_out(settings.data, 'nl'), missed)}", flush=True)
    for line in pages(reader):
        print(f"held-out pages: {line}", flush=True)
    for name, path in (("articles", HELD_OUT_ARTICLES), ("articles, facts beside others", HELD_OUT_FACTS)):
        # In their first wording.
        first = {each.near: each for each in reversed(list(article_questions(path)))}
        for line in (*articles(reader, list(first.values())), marked(reader, list(first.values()))):
            print(f"held-out {name}: {line}", flush=True)
    encoder = open_encoder(settings)
    for line in reader_laws.figures(list(reader_laws.choices(settings.data)), reader, encoder):
        print(f"law articles: {line}", flush=True)
    print(f"held-out articles: {paraphrases(reader, list(article_claims(HELD_OUT_ARTICLES)))}", flush=True)


if __name__ == "__main__":
    main()

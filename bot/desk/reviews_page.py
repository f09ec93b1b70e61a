"""Answers are judged, and the right words chosen, at /balie/nakijken."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.review_cases import as_cases, lack_of, still_there
from bot.desk.review_form import Filled, Pointed, Reader, Text, filled_in, pointed_at
from bot.desk.reviews import VERDICTS, Judged, Review, Reviews
from bot.desk.view import HEADERS, View
from bot.desk.words import shown
from bot.legal import written_date
from bot.show import answer_text
from bot.types import Answer, Citation
from index.errors import UsageError

REVIEWS = f"{HOME}/nakijken"
ONE = REVIEWS + "/{number:int}"
FILE = "wijkwijzer-vragen.jsonl"
# More names than a browser lists well; any other name can be typed.
MOST_LISTED = 1000
FormFilled = Annotated[Filled, Depends(filled_in)]
FormPointed = Annotated[Pointed, Depends(pointed_at)]
NOTHING = Pointed()


def cited_in(answer: Answer | None) -> list[Citation]:
    """Return what an answer cites, or what came nearest to one, each once."""
    if answer is None:
        return []
    said = [citation for sentence in answer.sentences for citation in sentence.citations]
    return list(dict.fromkeys(said or answer.nearest))


class Pages:
    """The two pages: all reviews with the form for a new one, and one review with a source beside it."""

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk = desk
        self._view = view
        self.reviews = Reviews(desk.database, desk.now)

    def reader(self) -> Reader:
        """Return what reads forms, with the sources of the moment."""
        return Reader(self._desk.bot_now(), self._desk.texts)

    def review(self, number: int) -> Review:
        """Return a review; 404 where there is none of this number."""
        review = self.reviews.get(number)
        if review is None:
            raise HTTPException(404)
        return review

    def day(self, at: str) -> str:
        """Return the day of a time as people write it."""
        return written_date(at[:10], self._desk.texts)

    def all(self, request: Request, filled: Filled, problem: str = "") -> Response:
        """Return all reviews, and above them the answer to a question, to be judged."""
        bot, answer = self._desk.bot_now(), None
        if filled.question:
            try:
                answer = bot.answer(filled.question, language=self._desk.texts.language)
            except UsageError as error:
                problem = str(error)
        return self._view.page(
            request,
            "reviews.html",
            409 if problem else 200,
            filled=replace(filled, question=answer.question) if answer else filled,
            answer=answer,
            said=answer_text(answer) if answer else "",
            citations=cited_in(answer),
            generation=bot.index.generation,
            verdicts=VERDICTS,
            reviews=[(each, lack_of(each, bot.index.documents)) for each in self.reviews.all()],
            problem=problem,
            day=self.day,
        )

    def one(
        self, request: Request, review: Review, filled: Filled, pointed: Pointed = NOTHING, problem: str = ""
    ) -> Response:
        """Return a review with its words, and the text of a source to choose words in."""
        documents, source = self._desk.bot_now().index.documents, pointed.source
        document = documents.get(source)
        if source and document is None:
            problem = self._desk.texts.get("review.no_source", source=source)
        listed = list(documents)[:MOST_LISTED]
        return self._view.page(
            request,
            "review.html",
            409 if problem else 200,
            review=review,
            filled=filled,
            lack=lack_of(review, documents),
            chosen=[(each, still_there(each, documents)) for each in review.words],
            verdicts=VERDICTS,
            listed=[(name, documents[name].title) for name in listed],
            unlisted=len(documents) - len(listed),
            pointed=pointed,
            text=shown(document.text) if document else None,
            problem=problem,
            day=self.day,
        )


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the pages, what is changed from them, and the case file."""
    router = APIRouter()
    pages = Pages(desk, view)

    @router.get(REVIEWS)
    def listed(request: Request, q: str = "") -> Response:
        return pages.all(request, Filled(question=q))

    @router.post(REVIEWS)
    def add(
        request: Request,
        filled: FormFilled,
        answer: Text = "",
        generation: Text = "",
        cited: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        try:
            words = pages.reader().ticked(cited or [], generation)
            draft = pages.reader().draft(filled, words)
        except UsageError as error:
            return pages.all(request, filled, str(error))
        judged = Judged("\n".join(answer.splitlines()), generation)
        number = pages.reviews.add(draft, judged, words, request.state.member.name)
        return RedirectResponse(f"{REVIEWS}/{number}", 303)

    @router.get(f"{REVIEWS}/uitvoer")
    def export(request: Request) -> Response:
        cases = as_cases(pages.reviews.all(), desk.bot_now().index.documents)
        if not cases:
            return pages.all(request, Filled(), desk.texts.get("review.nothing_to_export"))
        named = {"Content-Disposition": f'attachment; filename="{FILE}"'}
        return Response(cases, media_type="application/x-ndjson; charset=utf-8", headers=HEADERS | named)

    _add_routes_of_one(router, pages)
    return router


def _add_routes_of_one(router: APIRouter, pages: Pages) -> None:
    """Add what is seen and changed of one review."""
    reviews, there = pages.reviews, pages.review

    @router.get(ONE)
    def one(request: Request, number: int, bron: str = "") -> Response:
        review = there(number)
        return pages.one(request, review, Filled.from_draft(review.draft), Pointed(bron))

    @router.post(ONE)
    def change(request: Request, number: int, filled: FormFilled) -> Response:
        review = there(number)
        try:
            draft = pages.reader().draft(filled, review.words)
        except UsageError as error:
            return pages.one(request, review, filled, problem=str(error))
        reviews.change(number, draft, request.state.member.name)
        return RedirectResponse(f"{REVIEWS}/{number}", 303)

    @router.post(f"{ONE}/woorden")
    def add_words(request: Request, number: int, pointed: FormPointed) -> Response:
        review = there(number)
        kept = Filled.from_draft(review.draft)
        try:
            words = pages.reader().words(pointed)
            pages.reader().draft(kept, [words])
        except UsageError as error:
            return pages.one(request, review, kept, pointed, str(error))
        reviews.add_words(number, words, request.state.member.name)
        return RedirectResponse(f"{REVIEWS}/{number}?{urlencode({'bron': pointed.source})}", 303)

    @router.post(f"{ONE}/woorden/{{words:int}}/weg")
    def remove_words(request: Request, number: int, words: int) -> Response:
        reviews.remove_words(number, words, request.state.member.name)
        return RedirectResponse(f"{REVIEWS}/{number}", 303)

    @router.post(f"{ONE}/weg")
    def remove(request: Request, number: int) -> Response:
        reviews.remove(number, request.state.member.name)
        return RedirectResponse(REVIEWS, 303)

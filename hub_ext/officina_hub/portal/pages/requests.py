"""``/requests``: a person's requests for access, one of them, and what both sides do with it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from officina_courses.model import Frozen
from officina_hub.portal.errors import PortalError
from officina_hub.portal.pages import request_words
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.news import NewsHandler
from officina_hub.portal.request_filing import answer, reply, withdraw
from officina_hub.portal.rights import Standing, is_allowed
from officina_hub.portal.store.news import Asking
from officina_hub.portal.store.request_forms import Decision, Needed, RequestOut, Told
from officina_hub.portal.store.request_letters import troubled
from officina_hub.portal.store.requests import (
    Answer,
    my_requests,
    read_request,
    request_of,
    see_request,
)
from officina_widgets.catalogue.words import in_language

NO_DRAFT = {"decision": "", "text": "", "reply": ""}
DECISIONS: TypeAdapter[Decision] = TypeAdapter(Decision)


class _Said(Frozen):
    text: Told


class _Replied(Frozen):
    text: Needed


class MyRequestsHandler(PageHandler):
    """All of the reader's own."""

    door = "find"
    right = "requests.list_own"

    async def get(self) -> None:
        self.render_page(
            "requests.html",
            requests=await self.portal.read(my_requests, self.person),
            words=lambda texts: in_language(texts, (self.reader.language,)),
            chip_of=lambda state: request_words.state_chip(self.t, state),
            news_chip=request_words.news_chip(self.t),
        )


class RequestHandler(PageHandler):
    """One request, for its person and for advisors."""

    right = "requests.read"

    async def get(self, request_id: str) -> None:
        request = await self.portal.read(request_of, request_id)
        if request.user != self.person and request.state == "sent":
            await self.portal.write(see_request, request_id, self.act())
            self.portal.news_bell.ring()
        elif request.user == self.person and request.has_news:
            await self.portal.write(read_request, request_id)
        await self.show(request_id)

    async def show(
        self, request_id: str, *, fault: str = "", draft: dict[str, str] | None = None
    ) -> None:
        """The page as it is now, with what somebody typed and could not send."""
        request = await self.portal.read(request_of, request_id)
        is_mine = request.user == self.person
        may_answer = is_allowed("requests.answer", self.who, Standing())
        letters = await self.portal.read(troubled, request.number) if may_answer else ()
        self.door = "find" if is_mine else "desk"  # type: ignore[misc]  # by who reads
        self.render_live(
            "request.html",
            "_parts/request_live.html",
            self.address(f"requests/{request_id}"),
            is_live=request.is_open,
            **self._words_of(request, is_mine=is_mine),
            request=request,
            is_mine=is_mine,
            may_answer=may_answer,
            letters=letters,
            fault=fault,
            draft=NO_DRAFT | (draft or {}),
        )

    async def do(
        self, request_id: str, deed: Awaitable[RequestOut], done: str, **draft: str
    ) -> None:
        """Do it and say so, or show the page again with why not and what was typed."""
        try:
            await deed
        except PortalError as error:
            if error.said is None or error.status == 404:
                raise
            self.set_status(error.status)
            await self.show(request_id, fault=error.said.put(self.t.gettext), draft=draft)
        else:
            self.flash(done)
            self.go(f"requests/{request_id}")

    async def refuse(self, request_id: str, error: ValidationError, **draft: str) -> None:
        """Show the page again with what is wrong with the form."""
        found = request_words.faults(self.t, self.formats, error)
        self.set_status(422)
        await self.show(request_id, fault=" ".join(found.values()), draft=draft)

    @property
    def formats(self) -> Formats:
        """How the reader writes numbers and times."""
        return Formats(self.reader.language, zone_named(self.reader.zone))

    def _words_of(self, request: RequestOut, *, is_mine: bool) -> dict[str, Any]:
        t, state = self.t, request.state
        chip = request_words.state_chip if is_mine else request_words.desk_chip
        return {
            "words": lambda texts: in_language(texts, (self.reader.language,)),
            "chip": chip(t, state),
            "sentence": request_words.sentence(t, state, is_mine=is_mine),
            "steps": request_words.steps(t, request),
            "decisions": request_words.decisions(t),
            "request_course": lambda one: request_words.course_line(t, self.formats, one),
            "news": self.address(f"requests/{request.id}/news"),
        }


class ReplyHandler(RequestHandler):
    """The person adds something."""

    right = "requests.reply"

    async def post(self, request_id: str) -> None:
        typed = self.get_body_argument("text", "")
        try:
            text = _Replied(text=typed).text
        except ValidationError as error:
            await self.refuse(request_id, error, reply=typed)
            return
        said = self.t.gettext("It was added to your request.")
        await self.do(
            request_id, reply(self.portal, request_id, text, self.act()), said, reply=typed
        )


class WithdrawHandler(RequestHandler):
    """The person needs it no more."""

    right = "requests.reply"

    async def post(self, request_id: str) -> None:
        said = self.t.gettext("The request was withdrawn.")
        await self.do(request_id, withdraw(self.portal, request_id, self.act()), said)


class AnswerHandler(RequestHandler):
    """An advisor answers."""

    right = "requests.answer"

    async def post(self, request_id: str) -> None:
        typed = self.get_body_argument("text", "")
        chosen = self.get_body_argument("decision", "")
        after = self.get_body_argument("after", "")
        try:
            decision = DECISIONS.validate_python(chosen)
            text = _Said(text=typed).text
        except ValidationError as error:
            if error.title != _Said.__name__:
                fault = self.t.gettext("Choose one of the decisions; nothing was sent yet.")
                self.set_status(422)
                await self.show(request_id, fault=fault, draft={"text": typed})
            else:
                await self.refuse(request_id, error, decision=chosen, text=typed)
            return
        is_number = after.isascii() and after.isdecimal() and len(after) < 6
        said = Answer(decision, text, int(after) if is_number else None)
        await self.do(
            request_id,
            answer(self.portal, request_id, said, self.act()),
            self.t.gettext("Your answer was sent."),
            decision=chosen,
            text=typed,
        )


class RequestNewsHandler(NewsHandler):
    """One stream: of a request, for its person and for advisors."""

    right = "requests.read"

    async def get(self, request_id: str) -> None:
        await self.tell_of(Asking(request_id))

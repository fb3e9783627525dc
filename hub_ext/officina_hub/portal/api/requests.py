"""``/requests``: requests for access, for who asks and for the advisors who answer."""

from __future__ import annotations

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.request_filing import answer, file, reply, withdraw
from officina_hub.portal.store.request_desk import (
    DeskFigures,
    DeskQuery,
    RequestList,
    desk,
    figures,
)
from officina_hub.portal.store.request_forms import (
    Decision,
    FiledRequest,
    Needed,
    RequestLine,
    RequestOut,
    Told,
)
from officina_hub.portal.store.requests import Answer, my_requests, request_of


class ReplyBody(Frozen):
    """What the person adds."""

    text: Needed


class AnswerBody(Frozen):
    """What an advisor says."""

    decision: Decision
    text: Told = Field(default="", description="Needed for a question and a refusal")
    after: int | None = Field(
        default=None, ge=0, description="The last step you have seen; a newer one refuses yours"
    )


class Requests(ApiHandler):
    """One's own requests, and the door for new ones."""

    @operation(
        "requests.list_own",
        "List your own requests for access, the newest first",
        response=tuple[RequestLine, ...],
    )
    async def get(self) -> None:
        """All of them."""
        self.answer_all(await self.portal.read(my_requests, self.caller.name))

    @operation(
        "requests.create",
        "Ask for access to what a record describes; the same key again is the same request",
        request=FiledRequest,
        response=RequestOut,
        status=201,
        errors=(409, 429),
    )
    async def post(self) -> None:
        """Kept and on its way to whoever is to be told, when this answers."""
        form = self.body_as(FiledRequest)
        self.answer(await file(self.portal, form, self.act()), status=201)


class AllRequests(ApiHandler):
    """Everybody's requests."""

    @operation(
        "requests.list_all",
        "List everybody's requests, as an advisor",
        query=DeskQuery,
        response=RequestList,
    )
    async def get(self) -> None:
        """A part of them, by state and words."""
        self.answer(await self.portal.read(desk, self.query_as(DeskQuery)))


class RequestFigures(ApiHandler):
    """How soon people are answered."""

    @operation(
        "requests.list_all",
        "Count the requests, and tell how long the first answer takes",
        response=DeskFigures,
    )
    async def get(self) -> None:
        """Of all requests there are."""
        self.answer(await self.portal.read(figures))


class Request(ApiHandler):
    """One request."""

    @operation("requests.read", "One request with all its steps", response=RequestOut)
    async def get(self, request_id: str) -> None:
        """For its person and for advisors; looking at it here changes nothing."""
        self.answer(await self.portal.read(request_of, request_id))


class RequestReplies(ApiHandler):
    """What the person adds to their request."""

    @operation(
        "requests.reply",
        "Add to your own request, or answer a question about it",
        request=ReplyBody,
        response=RequestOut,
        errors=(409, 429),
    )
    async def post(self, request_id: str) -> None:
        """The same text again, with nothing in between, is the same reply."""
        body = self.body_as(ReplyBody)
        self.answer(await reply(self.portal, request_id, body.text, self.act()))


class RequestWithdrawal(ApiHandler):
    """The end of a request, by its person."""

    @operation("requests.reply", "Withdraw your own request", response=RequestOut, errors=(409,))
    async def put(self, request_id: str) -> None:
        """May be repeated."""
        self.answer(await withdraw(self.portal, request_id, self.act()))


class RequestAnswers(ApiHandler):
    """What advisors say to a request."""

    @operation(
        "requests.answer",
        "Grant or refuse a request, or ask a question about it",
        request=AnswerBody,
        response=RequestOut,
        errors=(409,),
    )
    async def post(self, request_id: str) -> None:
        """The person is told on their pages, and by mail where they gave an address."""
        body = self.body_as(AnswerBody)
        said = Answer(body.decision, body.text, body.after)
        self.answer(await answer(self.portal, request_id, said, self.act()))

"""What the portal makes of the Hub's answers about sessions."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from tornado.httpclient import HTTPRequest, HTTPResponse

from officina_courses.saying import say
from officina_hub.portal.errors import Forbidden, HubFailed, HubUnavailable
from officina_hub.portal.hub_sessions import HubSessions


class OneAnswer:
    """A Hub that answers everything alike, and remembers what was asked."""

    def __init__(self, status: int, body: Any = None) -> None:
        self._status = status
        self._body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.asked: list[tuple[Any, ...]] = []

    async def __call__(self, *question: Any) -> HTTPResponse:
        self.asked.append(question)
        request = HTTPRequest("http://127.0.0.1/")
        return HTTPResponse(request, self._status, buffer=io.BytesIO(self._body))


async def test_a_hub_without_the_address_offers_no_choice() -> None:
    sessions = HubSessions(OneAnswer(404, {"status": 404, "message": "Not Found"}))
    assert await sessions.offers("t", {}) is None
    assert await sessions.mine("t") is None
    assert await sessions.check("t", {"profile": "gpu"}) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", {"profiles": 7}, {"sessions": [{}]}, "x"])
async def test_an_answer_of_another_version_is_an_error_of_ours(body: Any) -> None:
    sessions = HubSessions(OneAnswer(200, body))
    for ask in (sessions.offers("t", {}), sessions.mine("t"), sessions.check("t", {})):
        with pytest.raises(HubFailed, match="another version"):
            await ask


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (403, {"message": "This token is nobody's own"}, Forbidden),
        (500, {"message": "Internal Server Error"}, HubFailed),
        (502, b"<html>", HubUnavailable),
    ],
)
async def test_a_hub_that_fails_is_told_as_such(
    status: int, body: Any, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        await HubSessions(OneAnswer(status, body)).mine("t")


async def test_a_choice_travels_as_a_query_and_is_quoted() -> None:
    hub = OneAnswer(404)
    await HubSessions(hub).offers("t", {"profile": "a&b", "gpus": 2})
    assert hub.asked == [("GET", "officina/sessions/offers?profile=a%26b&gpus=2", "t")]


async def test_a_refused_extension_is_a_sentence() -> None:
    sessions = HubSessions(OneAnswer(409, {"message": "Others wait"}))
    assert await sessions.extend("t", "") == (say("Others wait."),)


async def test_a_refusal_in_parts_stays_in_parts() -> None:
    said = say("%(owner)s is full.", owner=say("the partition %(name)s", name="gpu"))
    body = {"message": str(said), "said": [said.model_dump(mode="json")]}
    assert await HubSessions(OneAnswer(409, body)).extend("t", "") == (said,)


async def test_a_refusal_of_an_older_hub_is_its_sentence_whatever_it_holds() -> None:
    sessions = HubSessions(OneAnswer(409, {"message": "100 % of it is %(used)s", "said": 7}))
    [told] = await sessions.extend("t", "")
    assert str(told) == "100 % of it is %(used)s."


async def test_the_name_of_a_server_cannot_leave_its_place() -> None:
    hub = OneAnswer(404, {"message": "no such server"})
    await HubSessions(hub).extend("t", "../../users/bob")
    assert hub.asked[0][1] == "officina/sessions/..%2F..%2Fusers%2Fbob/extend"

"""The Hub's answers: read as what was asked for, or told as what they mean to a person."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from tornado.httpclient import HTTPResponse

from officina_courses.model import Frozen
from officina_courses.saying import Saying, Sayings
from officina_hub.portal.errors import Forbidden, HubFailed, HubUnavailable

# HubClient.ask: method, path, token and body, and whatever the Hub answers.
Ask = Callable[..., Awaitable[HTTPResponse]]
T = TypeVar("T", bound=Frozen)
_PARTS = TypeAdapter(Sayings)

SILENT = (
    "The Hub does not answer ({reason}), so your server could not be reached. Your files are safe. "
    "Wait a moment and try again; if it stays so, tell the operator."
)
REFUSED = (
    "The Hub refused to {deed}, so nothing was changed. It says: {said} If that does not help you, "
    "log out and in again; if it stays so, tell the operator."
)
FAILED = (
    "The Hub could not {deed}. It says: {said} Your files are safe. Try again in a minute; if it "
    "stays so, tell the operator."
)

NOT_UNDERSTOOD = (
    "The Hub's answer was not understood; it may be of another version than this portal. What runs "
    "goes on. Please tell the operator."
)


def read_answer(model: type[T], answer: HTTPResponse, deed: str) -> T:
    """What the Hub says, where it says yes; ``deed`` completes "refused to …"."""
    check_answer(answer, deed)
    try:
        return model.model_validate_json(answer.body)
    except ValidationError as error:
        raise HubFailed("hub-not-understood", NOT_UNDERSTOOD) from error


def message_of(answer: HTTPResponse) -> str | None:
    """What the Hub says, as a sentence; ``None`` where the answer is not its JSON."""
    try:
        message = str(json.loads(answer.body)["message"]).strip()
    except (ValueError, KeyError, TypeError):
        return None
    return message if message.endswith((".", "!", "?", ")")) else f"{message}."


def said_in(answer: HTTPResponse) -> Sayings:
    """The same in parts where the Hub gives them; empty where the answer is not its JSON."""
    message = message_of(answer)
    if message is None:
        return ()
    try:
        return _PARTS.validate_python(json.loads(answer.body)["said"])
    except (KeyError, ValidationError):
        return (Saying(text=message.replace("%", "%%")),)


def check_answer(answer: HTTPResponse, deed: str) -> None:
    """Raise what an answer other than yes means; ``deed`` completes "refused to …"."""
    if 200 <= answer.code < 300:
        return
    said = message_of(answer)
    if answer.code < 500:
        said = said or f"answer {answer.code}."
        raise Forbidden("hub-refused", REFUSED.format(deed=deed, said=said))
    if said is None:
        reason = f"answer {answer.code}"
        raise HubUnavailable("hub-unavailable", SILENT.format(reason=reason))
    raise HubFailed("hub-failed", FAILED.format(deed=deed, said=said))

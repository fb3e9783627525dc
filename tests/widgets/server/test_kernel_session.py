"""A session card asks its session's own server, from a kernel and from the page alike."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from officina_widgets import SessionCard
from officina_widgets.environment import SESSION_KEY_VARIABLE
from officina_widgets.errors import Conflict, NotConfigured

Asked = Callable[[str], dict[str, Any]]


@pytest.fixture
def card(kernel: str) -> SessionCard:
    return SessionCard()


@pytest.fixture
def hear(card: SessionCard, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the view hears when it asks through the kernel."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(card, "send", lambda content: sent.append(content))

    def ask(what: str) -> dict[str, Any]:
        card._heard(card, {"type": what, "view": "v", "number": 3}, [])
        return sent.pop()

    return ask


async def test_a_session_without_an_end_tells_what_it_uses(card: SessionCard) -> None:
    assert await asyncio.to_thread(lambda: card.time_left) is None
    frame = await asyncio.to_thread(card.to_frame)
    memory = frame.iloc[0]
    assert (memory["what"], memory["unit"]) == ("memory", "MiB")
    assert 10 < memory["used"] < memory["of"]


def test_without_a_session_the_card_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SESSION_KEY_VARIABLE, raising=False)
    card = SessionCard()
    with pytest.raises(NotConfigured, match="not started by a session of the hub"):
        _ = card.time_left
    assert "not started by a session" in card._told()["text/plain"]


async def test_the_view_is_answered_with_its_number(
    monkeypatch: pytest.MonkeyPatch, card: SessionCard, gated: Any, hear: Asked
) -> None:
    life = gated.app.web_app.settings["officina_session_life"]
    end = type("End", (), {"at": time.time() + 3700, "extension_minutes": 0})
    end.seconds_left = lambda now: 3700.0
    monkeypatch.setattr(life.end, "end", end)
    answer = await asyncio.to_thread(hear, "look")
    assert (answer["view"], answer["number"]) == ("v", 3)
    assert answer["state"]["seconds_left"] == 3700
    assert await asyncio.to_thread(lambda: card.time_left) == timedelta(seconds=3700)
    told = await asyncio.to_thread(card._told)
    assert told["text/plain"].startswith("This session ends in 1 h 1 min.\nmemory: ")
    assert "<caption>This session ends in 1 h 1 min.</caption>" in told["text/html"]


async def test_no_more_time_is_told_with_its_reason(card: SessionCard, hear: Asked) -> None:
    answer = await asyncio.to_thread(hear, "extend")
    assert "does not belong to a hub that lengthens" in answer["sentence"]
    with pytest.raises(Conflict):
        await asyncio.to_thread(card.extend)
    assert "Run the cell again" in (await asyncio.to_thread(hear, "dance"))["sentence"]


@pytest.mark.parametrize("way", ["kernel", "page"])
async def test_the_session_ends_when_its_person_says_so(
    gated: Any, hear: Asked, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    life = gated.app.web_app.settings["officina_session_life"]
    ended = asyncio.Event()
    monkeypatch.setattr(life, "_stop", ended.set)
    monkeypatch.setattr("officina_widgets.session.life.ANSWER_SECONDS", 0)
    if way == "kernel":
        assert (await asyncio.to_thread(hear, "stop"))["state"]["is_ending"]
    else:
        answer = await gated.ask("officina/session/stop", method="POST", body="")
        assert json.loads(answer.body) == {"is_ending": True}
    await asyncio.wait_for(ended.wait(), 10)


async def test_nobody_else_stops_it(gated: Any, kernel: str) -> None:
    wrong = {"Authorization": "token wrong"}
    for path in ("officina/session/stop", "officina/kernel/api/session/stop"):
        answer = await gated.ask(path, method="POST", body="", headers=wrong)
        assert answer.code == 403
    page = {"Authorization": f"token {kernel}", "Origin": "https://example.org"}
    path = "officina/kernel/api/session/stop"
    assert (await gated.ask(path, method="POST", body="", headers=page)).code == 403


async def test_the_page_asks_its_own_server(gated: Any) -> None:
    answer = json.loads((await gated.ask("officina/session/use")).body)
    assert answer["seconds_left"] is None
    assert answer["use"]["memory_mib"] > 10
    assert SESSION_KEY_VARIABLE not in json.dumps(answer)

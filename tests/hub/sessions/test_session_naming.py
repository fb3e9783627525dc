"""Names for further sessions are judged before the start, and told with what can be started."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from memory_cluster import MemoryCluster
from session_hub import API, SessionHub

pytestmark = pytest.mark.asyncio(loop_scope="module")

CPU = {"profile": "cpu"}
ODD = ["../x", "a b", "ä", "A", "-a", "a-", "a--b", "a" * 31, "<script>", "a\n", "1", "$(id)"]


async def faults(hub: SessionHub, name: Any, **choice: Any) -> list[dict[str, str]]:
    answer = await hub.ask("POST", f"{API}check", "ada", {**CPU, **choice, "name": name})
    assert answer.status == 200, answer.json
    assert answer.json["ok"] is not bool(answer.json["faults"])
    found: list[dict[str, str]] = answer.json["faults"]
    return found


async def start(hub: SessionHub, name: str) -> None:
    path = f"users/ada/servers/{name}" if name else "users/ada/server"
    answer = await hub.ask("POST", path, "ada", {"user_options": CPU})
    assert answer.status == 202, answer.json


@pytest.mark.parametrize("name", ["training", "a", "b-2", "a" * 30])
async def test_a_plain_name_is_taken_and_is_no_part_of_the_choice(
    hub: SessionHub, name: str
) -> None:
    answer = await hub.ask("POST", f"{API}check", "ada", {**CPU, "name": name})
    assert answer.json["ok"] is True
    assert answer.json["choice"] == {"profile": "cpu"}


@pytest.mark.parametrize("name", [*ODD, 5, ["a"], None])
async def test_what_the_hub_would_not_take_is_told_at_the_name(hub: SessionHub, name: Any) -> None:
    [fault] = await faults(hub, name)
    assert fault["field"] == "name"
    assert "Take small letters" in fault["message"]
    assert "\n" not in fault["message"]


@pytest.mark.parametrize("name", ODD)
async def test_the_hub_itself_refuses_each_of_them(hub: SessionHub, name: str) -> None:
    path = f"users/ada/servers/{quote(name, safe='')}"
    answer = await hub.ask("POST", path, "ada", {"user_options": CPU})
    assert answer.status in {400, 404}


async def test_a_name_that_is_in_use_and_the_one_without_a_name_are_taken(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    await start(hub, "")
    await hub.mine_when("waiting")
    [fault] = await faults(hub, "")
    assert "session without a name is still there" in fault["message"]
    assert await faults(hub, "training") == []
    await start(hub, "training")
    while not (fault := (await faults(hub, "training", profile="gpu"))):
        pass  # each question is a request, so the Hub goes on meanwhile
    assert "Your session training is still there" in fault[0]["message"]


async def test_there_is_an_end_to_names_but_old_ones_may_be_taken_again(hub: SessionHub) -> None:
    for name in ("a", "b", "c"):
        hub.app.users["ada"].get_or_create_spawner(name, "")
    [fault] = await faults(hub, "d")
    assert "You have 3 of 3 sessions with a name" in fault["message"]
    assert await faults(hub, "a") == []


async def test_a_session_on_the_hubs_machine_gets_no_name(hub: SessionHub) -> None:
    [fault] = await faults(hub, "second", profile="small")
    assert (fault["field"], "run on a cluster" in fault["message"]) == ("name", True)


async def test_a_hub_without_names_says_so(
    hub: SessionHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await hub.offers())["named"] == {"limit": 3, "used": []}
    hub.app.users["ada"].get_or_create_spawner("old", "")
    assert (await hub.ask("GET", f"{API}mine")).json["named"] == {"limit": 3, "used": ["old"]}
    monkeypatch.setitem(hub.app.tornado_settings, "allow_named_servers", False)
    assert (await hub.offers())["named"] is None
    [fault] = await faults(hub, "training")
    assert "gives each person one session" in fault["message"]


async def test_the_quote_judges_the_name_with_the_choice(hub: SessionHub) -> None:
    quoted = (await hub.offers(query="?profile=cpu&name=a%20b"))["quote"]
    assert [each["field"] for each in quoted["faults"]] == ["name"]
    assert quoted["choice"] == {"profile": "cpu"}

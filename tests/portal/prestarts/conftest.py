"""The course tea with three learners, and a Hub that prepares sessions."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from portal_house import House
from stub_hub import TRAINER, person
from stub_prestarts import StubPrestarts, add_prestarts

from officina_hub.portal.prestarter import Prestarter
from officina_hub.scopes import PRESTART

GPU = {"profile": "gpu", "gpus": 1, "minutes": 60}


class Class:
    """What a trainer does about the class."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.hub: StubPrestarts = add_prestarts(house.hub)
        self.prestarter = Prestarter(house.portal)

    async def put(self, plan: str, who: str = "tina", **more: Any) -> Any:
        path = f"courses/tea/prestarts/{plan}"
        return await self.house.ask("PUT", path, who, send={"choice": GPU, **more})

    async def plan(self, who: str = "tina", **more: Any) -> str:
        """A new plan; gives its id."""
        made = str(uuid.uuid4())
        answer = await self.put(made, who, **more)
        assert answer.status == 200, answer.content
        return made

    async def read(self, plan: str) -> Any:
        answer = await self.house.ask("GET", f"courses/tea/prestarts/{plan}", "tina")
        assert answer.status == 200, answer.content
        return answer.json

    async def states(self, plan: str) -> dict[str, str]:
        return {seat["user"]: seat["state"] for seat in (await self.read(plan))["seats"]}

    async def round(self) -> None:
        await self.prestarter.round()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path) as made:
        without = tuple(scope for scope in TRAINER if scope != PRESTART)
        made.hub.tokens["tina-without-scope"] = person("tina", without)
        made.hub.tokens["cleo"] = person("cleo")
        await made.with_tea()
        await made.enrol("bob")
        await made.enrol("cleo")
        yield made


@pytest.fixture
def tea(house: House) -> Class:
    return Class(house)

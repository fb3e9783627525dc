"""``/imports``: courses from elsewhere, run here before anybody sees them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated

from pydantic import Field

from officina_courses.model import COURSE_ID_PATTERN, Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.bell import Bell
from officina_hub.portal.import_taking import Offered, take_package
from officina_hub.portal.importing_offers import import_offer
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.import_offers import offer_named
from officina_hub.portal.store.import_room import require_room
from officina_hub.portal.store.imports import (
    discard_import,
    import_out,
    imports_of,
    prove_again,
    publish_import,
    take_import,
)
from officina_hub.portal.store.near_advice import with_advice
from officina_widgets.import_wire import ImportOut

LONGEST_WAIT_SECONDS = 25


class NameQuery(Frozen):
    """What the course is to be called here."""

    course_id: Annotated[str, Field(pattern=COURSE_ID_PATTERN)] | None = Field(
        default=None, description="Another id than the package gives it, where that is taken"
    )


class WaitQuery(Frozen):
    """How long whoever asks would wait for the proof."""

    wait_seconds: int = Field(default=0, ge=0, le=LONGEST_WAIT_SECONDS)


class SaidQuery(Frozen):
    """What only a person can know or decide."""

    same_maker_as: str | None = Field(
        default=None,
        max_length=100,
        description="The version that learners have, where that and this one came as files and you "
        "know on another way that both have one maker",
    )
    instead_of: str | None = Field(
        default=None,
        max_length=100,
        description="The version that learners have, where that is the newer one and they shall "
        "get this one all the same",
    )


class Imports(ApiHandler):
    """All of them, and the door for new ones."""

    @operation("imports.create", "Courses from elsewhere that you brought in, newest first",
               response=tuple[ImportOut, ...])  # fmt: skip
    async def get(self) -> None:
        """Those of the courses that one is a trainer of."""
        self.answer_all(await self.portal.read(imports_of, self.caller.name))

    @operation(
        "imports.create",
        "Import a course package (an RO-Crate as zip): it is looked at, kept, and run here",
        query=NameQuery,
        response=ImportOut,
        body="crate",
        status=202,
        errors=(409, 413, 507),
    )
    async def post(self) -> None:
        """Nobody sees it before it ran here and a trainer published it."""
        portal = self.portal
        name = self.query_as(NameQuery).course_id
        # Looking may cost half a minute of a processor, so nobody has it done for nothing.
        await portal.read(require_room, self.act())
        with self.incoming.taken() as upload:
            package, origin = await take_package(
                portal, upload, self.caller.name, course_id=name, offered=Offered()
            )
        package = await portal.read(with_advice, package, origin)
        taken = await portal.write(take_import, package, origin, self.act())
        portal.work_bell.ring()
        self.answer(taken, status=202)


class PeerImport(ApiHandler):
    """The door for courses that peers offer."""

    @operation(
        "imports.create",
        "Import a course that a peer offers: it is fetched, believed as signed, and run here",
        query=NameQuery,
        response=ImportOut,
        status=202,
        errors=(409, 413, 507),
    )
    async def post(self, peer_id: str, their_course: str) -> None:
        """By the peer's id in factory.toml and the peer's own id of the course."""
        name = self.query_as(NameQuery).course_id
        offer = await self.portal.read(offer_named, peer_id, their_course)
        self.answer(await import_offer(self.portal, offer, self.act(), course_id=name), status=202)


class Import(ApiHandler):
    """One import."""

    @operation(
        "imports.decide",
        "How far an import is; waits for its proof where asked to",
        query=WaitQuery,
        response=ImportOut,
    )
    async def get(self, release_id: str) -> None:
        """At once where it is not being run."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.query_as(WaitQuery).wait_seconds
        while True:
            bell = self.portal.work_bell.listen()
            found = await self.portal.read(import_out, int(release_id))
            left = end - loop.time()
            is_over = left <= 0 or self.portal.is_closing or self.is_gone
            if found.state not in {"proving", "preparing"} or is_over:
                break
            await Bell.heard(bell, left)
        self.answer(found)

    @operation(
        "imports.decide",
        "Let an import go; what is published stays",
        response=ImportOut,
        errors=(409,),
    )
    async def delete(self, release_id: str) -> None:
        """Its version is free again."""
        self.answer(await self.portal.write(discard_import, int(release_id), self.act()))


class ImportPublication(ApiHandler):
    """That learners get it."""

    @operation(
        "imports.decide",
        "Publish an import that was proved here",
        query=SaidQuery,
        response=ImportOut,
        status=202,
        errors=(409,),
    )
    async def post(self, release_id: str) -> None:
        """It is prepared as any release, then learners have it."""
        deed = partial(publish_import, **self.query_as(SaidQuery).model_dump())
        published = await self.portal.write(deed, int(release_id), self.act())
        self.portal.work_bell.ring()
        self.answer(published, status=202)


class ImportProof(ApiHandler):
    """That it is run."""

    @operation(
        "imports.decide",
        "Run an import once more that did not run green",
        response=ImportOut,
        status=202,
        errors=(409,),
    )
    async def post(self, release_id: str) -> None:
        """After something here was mended, such as a Python that was not built."""
        again = await self.portal.write(prove_again, int(release_id), self.act())
        self.portal.work_bell.ring()
        self.answer(again, status=202)

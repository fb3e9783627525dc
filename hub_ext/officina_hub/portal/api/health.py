"""``/health`` and ``/openapi.json``: open to everybody, telling nothing that is anybody's."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.queue import queue_length


class HealthOut(Frozen):
    """That the portal can read and write what it must."""

    status: Literal["ok"]
    version: str
    waiting_jobs: int


class Health(ApiHandler):
    """Whether the portal works."""

    @operation(None, "Whether the portal can read and write", response=HealthOut, errors=(507,))
    async def get(self) -> None:
        """Write to the database and to the disk, and leave no trace."""
        await self.portal.work(self.portal.blobs.put_bytes, b"healthy")
        waiting = await self.portal.write(_try_writing)
        version = str(self.settings["version"])
        self.answer(HealthOut(status="ok", version=version, waiting_jobs=waiting))


class OpenApi(ApiHandler):
    """The API's description."""

    @operation(None, "This description, in OpenAPI 3.1", response=dict[str, Any])
    async def get(self) -> None:
        """Made once, for whom asks first: it takes a moment."""
        self.answer(await self.portal.work(self.settings["openapi"]))


def _try_writing(session: Session) -> int:
    # A write that a full disk or a read-only file refuses, of a value that changes nothing.
    session.execute(text("UPDATE alembic_version SET version_num = version_num"))
    return queue_length(session)

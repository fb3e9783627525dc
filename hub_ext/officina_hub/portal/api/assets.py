"""``/assets``: the asset registry."""

from __future__ import annotations

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.assets import assets
from officina_widgets.assets_wire import AssetPage, AssetShelf


class AssetQuery(Frozen):
    """Which part of it."""

    shelf: AssetShelf = Field(default="courses", description="What is listed")
    limit: int = Field(default=50, ge=1, le=500)
    offset: int = Field(default=0, ge=0, le=1_000_000)


class Assets(ApiHandler):
    """The registry."""

    @operation(
        "assets.read",
        "What is shared: version, licence, checksum, whence it came, where it is used",
        query=AssetQuery,
        response=AssetPage,
    )
    async def get(self) -> None:
        """A part of one shelf."""
        asked = self.query_as(AssetQuery)
        ours = self.portal.settings.identity.federation_address
        found = await self.portal.read(
            assets, asked.shelf, ours, limit=asked.limit, offset=asked.offset
        )
        self.answer(found)

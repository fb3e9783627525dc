"""The asset registry as it travels: everything that is shared, whence it came, where it is used."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from officina_courses.model import Frozen, Kind, Origin

AssetShelf = Literal["courses", "datasets", "environments"]
AssetKind = Kind | Literal["dataset", "environment"]
Whence = Literal["own", "peer", "file", "catalogue"]


class AssetUse(Frozen):
    """One place where it is used: a course that is published here."""

    course_id: str
    version: str
    title: str


class AssetTaker(Frozen):
    """Another factory that has taken a course of this one over, as it says itself."""

    factory: str
    version: str


class AssetOut(Frozen):
    """One thing that can be used again instead of being made again."""

    kind: AssetKind
    id: str = Field(description="Of a course here its id, of a record its id in the catalogue")
    title: str
    version: str | None = None
    licence: str | None = None
    sha256: str | None = Field(
        default=None,
        description="Of a package its file, of a course made here all files, of an environment "
        "its lock; of a dataset where its description tells it",
    )
    whence: Whence
    source: str | None = Field(default=None, description="The peer or source, by its title")
    forked_from: Origin | None = None
    page: str = Field(description="Its page, below the portal's address")
    used_in: tuple[AssetUse, ...] = ()
    taken_over_by: tuple[AssetTaker, ...] = ()


class AssetPage(Frozen):
    """A part of one shelf."""

    shelf: AssetShelf
    total: int
    assets: tuple[AssetOut, ...]

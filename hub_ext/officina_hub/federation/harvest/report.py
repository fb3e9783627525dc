"""What a harvest did, for whoever watches it here and for the provider."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import Field

from officina_courses.model import Frozen

MOST_TOLD: Final = 1000


class HarvestFigures(Frozen):
    """How many records: *deleted* are those withdrawn, which come back if their source has them."""

    processed: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    rejected: int = 0


class Rejected(Frozen):
    """One that was not taken."""

    where: str
    reason: str
    was_fetched: bool = Field(
        default=True, description="Whether the reason is of what came, not of the way there"
    )


class Harvested(Frozen):
    """One harvest. ``verdict`` is a word for programs, ``why`` the sentences for people."""

    peer: str
    kind: str
    address: str
    began_at: datetime
    ended_at: datetime
    verdict: str = "fresh"
    why: str = ""
    detail: str = Field(default="", description="What was found, for those who search why")
    figures: HarvestFigures = HarvestFigures()
    rejected: tuple[Rejected, ...] = Field(default=(), description="The first thousand")
    fetched: int = Field(default=0, description="Answers that were new")
    unchanged: int = Field(default=0, description="Pages that were as before")
    bytes: int = 0
    without_records: int = Field(default=0, description="Pages that describe nothing")
    pages_without_records: tuple[str, ...] = ()
    left_out: str = Field(default="", description="Why it is only a part, if it is one")
    is_dry_run: bool = False

    @property
    def is_good(self) -> bool:
        """Whether the peer could be read, whatever of it was taken."""
        return self.verdict == "fresh"

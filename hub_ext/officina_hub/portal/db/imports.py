"""The table of courses that came from elsewhere: whose package it was, and how it ran here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base


class CourseImport(Base):
    """The release that a package became. The release's own state says how far it is.

    ``origin`` is an ``ImportOrigin``, ``proof`` a ``GateReport`` of the run on this hub's machines,
    ``progress`` a ``ProofState`` of one that goes on.
    """

    __tablename__ = "course_import"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    origin: Mapped[dict[str, Any]]
    taken_at: Mapped[datetime]
    progress: Mapped[dict[str, Any] | None]
    proof: Mapped[dict[str, Any] | None]
    proved_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(Text, default="")

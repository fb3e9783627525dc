"""How each factory kept to the common service standard when it was looked at last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.federation.checking import ServiceReport
from officina_hub.portal.db import tables as t


class KeptCheck(NamedTuple):
    """The last look; ``why`` tells where nothing could be looked at, so that there is no report."""

    at: datetime
    report: ServiceReport | None
    why: str


def keep_check(
    session: Session, factory_id: str, at: datetime, report: ServiceReport | None, why: str
) -> None:
    """In place of what is kept of it: old items would look as if they were seen again."""
    session.merge(
        t.FederationCheck(
            factory_id=factory_id,
            checked_at=at,
            report=report.model_dump(mode="json") if report else {},
            why=why,
        )
    )


def last_checks(session: Session) -> Mapping[str, KeptCheck]:
    """By the factories' ids."""
    rows = session.scalars(select(t.FederationCheck))
    return {row.factory_id: KeptCheck(row.checked_at, _report(row), row.why) for row in rows}


def _report(row: t.FederationCheck) -> ServiceReport | None:
    """None of what another Officina kept in another form; the next look replaces it."""
    try:
        return ServiceReport.model_validate(row.report) if row.report else None
    except ValidationError:
        return None

"""Days, moments and lengths of time as standards and exporters write them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Final

# xsd:gYear, xsd:gYearMonth, xsd:date and xsd:dateTime; exporters put a space where T belongs.
DAY: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ][\d:.,]+)?\s?(?:Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
DURATION: Final = re.compile(
    r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?",
    re.IGNORECASE | re.ASCII,
)
MINUTES: Final = (7 * 24 * 60, 24 * 60, 60, 1)


def day_of(raw: str, *, is_end: bool = False) -> date | None:
    """The day; of a year or month alone the first one, or the last where that is the end."""
    found = DAY.fullmatch(raw.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        month = month or (12 if is_end else 1)
        last = calendar.monthrange(year or 0, month)[1]
        return date(year or 0, month, day or (last if is_end else 1))
    except ValueError:
        return None


def moment_of(raw: str) -> datetime | date | None:
    """The moment where the zone is told, else only the day."""
    try:
        moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        return day_of(raw)
    return moment if moment.tzinfo else moment.date()


def minutes_of(raw: str) -> int | None:
    """ISO 8601's duration; months and years have no length, so they give None."""
    found = DURATION.fullmatch(raw.strip())
    if not found or not any(found.groups()):
        return None
    return sum(
        int(part) * minutes for part, minutes in zip(found.groups(), MINUTES, strict=True) if part
    )

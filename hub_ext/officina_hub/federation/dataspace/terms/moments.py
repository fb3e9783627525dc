"""Moments in terms: a day counts from first to last second, in UTC where nothing is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """From the first moment of it up to the one after the last."""

    start: datetime
    end: datetime


def span_of(text: str) -> Span | None:
    """Of a day or a moment; None where it is neither."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        start = datetime.combine(day, time(), UTC)
        try:
            return Span(start, start + timedelta(days=1))
        except OverflowError:
            return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Span(moment, moment)


def holds(operator: str, now: datetime, span: Span) -> bool | None:
    """Whether now is so related to it; None for a word that says nothing of time."""
    is_in = now == span.start or span.start <= now < span.end
    return {
        "lt": now < span.start,
        "lteq": now < span.start or is_in,
        "gt": now >= span.start and not is_in,
        "gteq": now >= span.start,
        "eq": is_in,
        "neq": not is_in,
    }.get(operator)

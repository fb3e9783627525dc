"""Dates, numbers and spans as the reader writes them: in their language and their zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import (
    TIMEDELTA_UNITS,
    format_date,
    format_time,
    format_timedelta,
    get_datetime_format,
    get_timezone_gmt,
)
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

UTC: Final = "UTC"
FEWEST: Final = 2  # of a unit; what is less is told in the next smaller one


def zone_named(name: str | None) -> ZoneInfo:
    """The zone the browser told, or UTC where it told none or one that does not exist."""
    try:
        return ZoneInfo(name or UTC)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(UTC)


class Formats:
    """What a template needs to write a moment or an amount, for one reader."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.locale = Locale.parse(language)
        self.zone = zone

    @property
    def is_utc(self) -> bool:
        """Whether the reader's zone is not known, or is UTC; then it is written beside the time."""
        return self.zone.key == UTC

    def moment(self, value: datetime) -> str:
        """Day and time of day; with ``UTC`` behind it unless it is in the reader's own zone."""
        local = self._local(value)
        day = format_date(local, "medium", locale=self.locale)
        time = format_time(local, "short", tzinfo=local.tzinfo, locale=self.locale)
        text = str(get_datetime_format("medium", self.locale)).format(time, day)
        return f"{text} UTC" if self.is_utc else text

    def day(self, value: date) -> str:
        """A day that has no time and so no zone."""
        return str(format_date(value, "medium", locale=self.locale))

    def held(self, begins: date, ends: date | None = None) -> str:
        """When something is held, hours in the reader's zone, which is told beside them.

        A day alone has neither; an end on the day of the beginning is told by its hour.
        """
        if ends is None or ends == begins:
            return self._when(begins)
        if isinstance(begins, datetime) and isinstance(ends, datetime):
            first, last = self._local(begins), self._local(ends)
            if first.date() == last.date():
                end = format_time(last, "short", tzinfo=last.tzinfo, locale=self.locale)
                day = format_date(first, "medium", locale=self.locale)
                start = format_time(first, "short", tzinfo=first.tzinfo, locale=self.locale)
                return f"{day}, {start} \u2013 {end} {self._zone_at(last)}"
        return f"{self._when(begins)} \u2013 {self._when(ends)}"

    def _when(self, value: date) -> str:
        if not isinstance(value, datetime):
            return self.day(value)
        zone = "" if self.is_utc else f" {self._zone_at(self._local(value))}"
        return f"{self.moment(value)}{zone}"

    def _zone_at(self, local: datetime) -> str:
        """The offset as the reader's language writes it."""
        return UTC if self.is_utc else str(get_timezone_gmt(local, locale=self.locale))

    def field(self, value: datetime) -> str:
        """The moment as a ``datetime-local`` field wants it, in the reader's zone."""
        return self._local(value).replace(tzinfo=None).isoformat(timespec="minutes")

    def minutes(self, value: int) -> str:
        """A working time: minutes below two hours, then hours and minutes."""
        if value < 120:
            return str(format_unit(value, "minute", "short", locale=self.locale))
        hours, rest = divmod(value, 60)
        text = str(format_unit(hours, "hour", "short", locale=self.locale))
        return f"{text} {self.minutes(rest)}" if rest else text

    def span(self, seconds: float) -> str:
        """How long something took or takes, in its largest unit."""
        delta = timedelta(seconds=max(1, round(seconds)))
        return str(format_timedelta(delta, threshold=FEWEST, locale=self.locale))

    def beginning(self, low: float, high: float) -> str:
        """Where a range begins, as a bare number in the unit that ``span(high)`` has.

        Empty where it begins with nothing of that unit. Always below the end.
        """
        whole = max(1, round(high))
        unit = next((unit for _, unit in TIMEDELTA_UNITS if whole / unit >= FEWEST), 1)
        found = min(round(low / unit), round(whole / unit) - 1)
        return self.number(found) if found > 0 else ""

    def seconds(self, value: float) -> str:
        """A running time in seconds, to the hundredth; one too short for that as nearly nothing."""
        text = str(format_unit(value, "second", "short", format="#,##0.##", locale=self.locale))
        return text if value == 0 or value >= 0.005 else f"< {self.seconds(0.01)}"

    def points(self, value: float) -> str:
        """An amount of points: two places at most, none where they are zero."""
        return str(format_decimal(value, "#,##0.##", locale=self.locale))

    def number(self, value: int) -> str:
        """A count, with the reader's separators."""
        return str(format_decimal(value, locale=self.locale))

    def share(self, part: float, whole: float) -> str:
        """A share in per cent; nothing of nothing is nothing."""
        return str(format_percent(part / whole if whole else 0, locale=self.locale))

    def size(self, value: int) -> str:
        """A size in bytes, kilobytes or megabytes (powers of 1000, as the units say)."""
        units = (("megabyte", 1_000_000), ("kilobyte", 1_000), ("byte", 1))
        unit, factor = next(pair for pair in units if value >= pair[1] or pair[1] == 1)
        pattern = "#,##0" if factor == 1 else "#,##0.#"
        amount = value / factor
        length: Literal["long", "short"] = "long" if factor == 1 else "short"  # "23 byte" is none
        text = format_unit(amount, f"digital-{unit}", length, format=pattern, locale=self.locale)
        return str(text)

    def language(self, tag: str) -> str:
        """A language's name in the reader's language; the tag itself where it has none."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    def _local(self, value: datetime) -> datetime:
        """The reader's clock at that moment; UTC's at the ends of the calendar, which have none."""
        try:
            return value.astimezone(self.zone)
        except OverflowError:
            return value.replace(tzinfo=zone_named(UTC))

    def filters(self) -> dict[str, Callable[..., str]]:
        """These functions by the names that templates call them by."""
        names = (
            "moment",
            "day",
            "held",
            "field",
            "minutes",
            "span",
            "seconds",
            "points",
            "number",
            "share",
        )
        more = {"language_name": self.language, "size": self.size}
        return {name: getattr(self, name) for name in names} | more

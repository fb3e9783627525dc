"""Moments and amounts in the reader's language and zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from officina_hub.portal.pages.formats import Formats, zone_named

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def formats(language: str = "en", zone: str = "UTC") -> Formats:
    return Formats(language, zone_named(zone))


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("en", "UTC", "Jul 1, 2026, 12:00 PM UTC"),
        ("de", "Europe/Berlin", "01.07.2026, 14:00"),
        ("fi", "Europe/Helsinki", "1.7.2026 15.00"),
    ],
)
def test_a_moment_is_written_as_the_reader_writes_it(
    language: str, zone: str, expected: str
) -> None:
    written = formats(language, zone).moment(NOON)
    assert written.replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(5, "5 min"), (90, "90 min"), (120, "2 hr"), (150, "2 hr 30 min")]
)
def test_working_times_are_in_minutes_then_in_hours(minutes: int, expected: str) -> None:
    assert formats().minutes(minutes) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.2, "1 second"), (6.3, "6 seconds"), (200, "3 minutes")]
)
def test_spans_have_one_unit(seconds: float, expected: str) -> None:
    assert formats().span(seconds) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (109, 360, "2"),
        (68, 92, "68"),
        (130, 140, "1"),
        (1200, 10_800, ""),
        (3600, 6000, "60"),
        (7200, 36_000, "2"),
        (0, 0, ""),
    ],
)
def test_a_range_begins_in_the_unit_it_ends_in(low: float, high: float, expected: str) -> None:
    assert formats().beginning(low, high) == expected


def test_points_have_the_readers_comma_and_no_empty_places() -> None:
    assert formats("de").points(9.5) == "9,5"
    assert formats("de").points(10.0) == "10"


@pytest.mark.parametrize(
    ("size", "expected"), [(12, "12 bytes"), (20_480, "20.5 kB"), (3_000_000, "3 MB")]
)
def test_sizes_have_a_unit(size: int, expected: str) -> None:
    assert formats().size(size) == expected


def test_a_language_has_a_name_and_an_unknown_one_its_tag() -> None:
    assert formats("de").language("fi") == "Finnisch"
    assert formats().language("zz-yy") == "zz-yy"


@pytest.mark.parametrize("moment", [datetime.max, datetime.min])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_can_be_written(zone: str, moment: datetime) -> None:
    written = formats(zone=zone)
    assert written.moment(moment.replace(tzinfo=UTC))
    assert written.field(moment.replace(tzinfo=UTC)).startswith(("9999", "0001"))


@pytest.mark.parametrize(
    ("ends", "zone", "expected"),
    [
        (None, "UTC", "Jul 1, 2026, 12:00 PM UTC"),
        (NOON.replace(hour=14), "UTC", "Jul 1, 2026, 12:00 PM \u2013 2:00 PM UTC"),
        (NOON.replace(hour=14), "Europe/Helsinki", "Jul 1, 2026, 3:00 PM \u2013 5:00 PM GMT+03:00"),
        (NOON.replace(day=2), "UTC", "Jul 1, 2026, 12:00 PM UTC \u2013 Jul 2, 2026, 12:00 PM UTC"),
    ],
    ids=["no-end", "same-day", "a-zone", "another-day"],
)
def test_when_something_is_held_is_told_with_hour_zone_and_end(ends, zone, expected) -> None:
    assert formats(zone=zone).held(NOON, ends).replace("\u202f", " ") == expected


def test_a_day_on_which_something_is_held_has_no_hour() -> None:
    first, last = date(2026, 7, 1), date(2026, 7, 3)
    assert formats().held(first) == "Jul 1, 2026"
    assert formats().held(first, last) == "Jul 1, 2026 \u2013 Jul 3, 2026"

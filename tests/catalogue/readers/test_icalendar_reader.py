"""Calendars of centres as trainings with a time and a place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import process_time

import pytest
from catalogue_files import PUBLISHED, only, refusal, refused, taken

from officina_hub.catalogue.arriving import Cancelled
from officina_hub.catalogue.readers import read_file

EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:7@example.org\r\n"
    "SUMMARY:GPUs\\, from the\r\n  beginning\r\nDESCRIPTION:One\\nTwo\\; <b>three</b>\r\n"
    "DTSTART;TZID=Europe/Helsinki:20261201T090000\r\nDTEND:20261201T140000Z\r\n"
    "CATEGORIES:GPU,Training\r\nLOCATION:Kajaani\r\n"
    'ORGANIZER;CN="CSC; training":mailto:x@example.org\r\nLAST-MODIFIED:20261001T000000Z\r\n'
    "BEGIN:VALARM\r\nSUMMARY:not this\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_the_published_calendars_give_one_training_each_in_their_zone():
    files = sorted((PUBLISHED / "tess/icalendar").glob("*.ics"))
    records = {file.stem: only(read_file(file)).record for file in files}
    quantum = records["nvidia-cuquantum-session"]
    assert len(records) == 3
    assert quantum.title == {"und": "NVIDIA cuQuantum Session"}
    assert quantum.instances[0].starts_at.astimezone(UTC) == datetime(2021, 7, 2, 1, tzinfo=UTC)
    assert quantum.iri.startswith("urn:uuid:")  # its URL is "123"
    assert quantum.landing_page is None


def test_an_event_keeps_what_its_properties_say(reading):
    record = only(reading("a.ics", EVENT)).record
    assert record.type == "course-instance"
    assert record.title == {"und": "GPUs, from the beginning"}
    assert record.description == {"und": "One\nTwo; three"}
    assert record.keywords == ("GPU", "Training")
    assert record.publisher.name == "CSC; training"
    assert record.modified == date(2026, 10, 1)
    (one,) = record.instances
    assert one.starts_at.astimezone(UTC) == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert one.ends_at.astimezone(UTC) == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert one.location == "Kajaani"


def test_a_zone_that_nobody_knows_leaves_the_day_and_no_moment_a_note(reading):
    text = EVENT.replace("Europe/Helsinki", "../../etc/passwd").replace("20261201T14", "soon")
    read = only(reading("a.ics", text))
    assert read.record.instances[0].starts_at == date(2026, 12, 1)
    assert read.record.instances[0].ends_at is None
    assert any("is no moment" in note for note in read.notes)


def test_a_cancelled_event_is_told_as_such_and_the_others_taken(reading):
    cancelled = EVENT.replace("UID:7@", "STATUS:CANCELLED\r\nUID:8@")
    reads = reading("a.ics", cancelled + EVENT)
    assert refused(reads) == []
    assert [read.where for read in reads if isinstance(read, Cancelled)] == ["line 3"]
    assert len(taken(reads)) == 1


def test_a_calendar_without_events_is_refused(reading):
    assert "no VEVENT" in refusal(reading("a.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR")).reason


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:X\n" * 100_000 + "END:X\n" * 100_000,
        "END:X\n" * 200_000,
        "BEGIN:VEVENT\nA" + ';B="C' * 100_000,
        "BEGIN:VEVENT\nSUMMARY:a\n" + " b\n" * 200_000,
    ],
    ids=["parts", "ends", "parameters", "folds"],
)
def test_a_calendar_made_to_be_slow_is_read_in_the_time_of_its_length(reading, content):
    before = process_time()
    assert not taken(reading("a.ics", f"BEGIN:VCALENDAR\n{content}"))
    assert process_time() - before < 4

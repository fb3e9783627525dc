"""Events of a calendar (RFC 5545) as trainings: what centres publish of their courses to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from officina_hub.catalogue.arriving import Cancelled, Formerly
from officina_hub.catalogue.readers.dates import day_of
from officina_hub.catalogue.readers.draft import LONGEST_SHORT, Draft, Tagged
from officina_hub.catalogue.readers.identity import is_address, made_from, page_of_its_own, urn_of
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.outcome import Read, Refused, Taken, Unreadable
from officina_hub.catalogue.readers.plain_text import one_line
from officina_hub.catalogue.readers.source import Source
from officina_widgets.catalogue.records import Training

STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
LINE: Final = re.compile(r'([A-Za-z0-9-]+)((?:;[^=:;]+=(?:"[^"]*"|[^":;]*))*):(.*)', re.DOTALL)
PARAMETER: Final = re.compile(r';([^=:;]+)=("[^"]*"|[^":;]*)')
# Of RFC 5545, 7953 and 9073; what else begins was meant as one of them.
COMPONENTS: Final = frozenset({
    "VCALENDAR", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM",
    "VAVAILABILITY", "AVAILABLE", "PARTICIPANT", "VLOCATION", "VRESOURCE",
})  # fmt: skip
CUT: Final = (
    "the event that begins here never ends, so the file was cut or damaged and what is left of it "
    "may be wrong; fetch the file anew"
)
UNKNOWN: Final = (
    "here begins {name!r}, which is no part of a calendar, so it was not read; did you mean VEVENT?"
)
ESCAPED: Final = re.compile(r"\\([nN,;\\])")


class Property(NamedTuple):
    """One line of an event."""

    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value).strip()


class Event(NamedTuple):
    """The properties of an event by name, and the line that it begins in."""

    line: int
    properties: dict[str, Property]
    trouble: str | None = None

    def text(self, name: str) -> str | None:
        """A property as text."""
        found = self.properties.get(name)
        return found.text if found and found.text else None


def is_mine(source: Source) -> bool:
    """Whether it is a calendar."""
    return source.suffix == ".ics" or source.start.startswith("begin:vcalendar")


def read(source: Source) -> Iterator[Read]:
    """Each event; one that was cancelled is told as such."""
    found = False
    for event in _events(source.text):
        found = True
        if event.trouble:
            yield Refused(f"line {event.line}", event.trouble)
            continue
        if (event.text("STATUS") or "").upper() == "CANCELLED":
            url, draft = event.text("URL"), Draft(source.limits)
            named = _identity(event) or page_of_its_own(url)
            iri = named or made_from(draft, None, event.text("SUMMARY") or "")
            yield Cancelled(f"line {event.line}", iri, _formerly(event))
            continue
        yield _read(event, Draft(source.limits))
    if not found:
        raise Unreadable("the file", "no VEVENT is in it, so there is nothing to take")


def _read(event: Event, draft: Draft) -> Read:
    read = outcome(Training, draft, f"line {event.line}", by=lambda: training(event, draft))
    return read._replace(formerly=_formerly(event)) if isinstance(read, Taken) else read


def _key(event: Event) -> str | None:
    """By what it is known whatever else changes: its UID, and which time it is of one repeated."""
    uid = event.text("UID")
    return " ".join(filter(None, (uid, event.text("RECURRENCE-ID")))) if uid else None


def _identity(event: Event) -> str | None:
    key = _key(event)
    return urn_of(key) if key else None


def _formerly(event: Event) -> Formerly | None:
    """How it was named while a page or the title counted, too."""
    key = _key(event)
    if key is None:
        return None
    by_title = urn_of(event.text("UID"), event.text("SUMMARY") or "")
    page = page_of_its_own(event.text("URL"))
    return Formerly(one_line(key)[:LONGEST_SHORT], (page, by_title) if page else (by_title,))


def _events(text: str) -> Iterator[Event]:
    inside: list[str] = []
    event: Event | None = None
    for number, line in _unfolded(text):
        name, parameters, value = _parts(line)
        if name == "BEGIN":
            inside.append(value.upper())
            if inside[-1] == "VEVENT":
                if event:
                    yield event._replace(trouble=CUT)
                event = Event(number, {})
            elif inside[-1] not in COMPONENTS and not inside[-1].startswith("X-"):
                yield Event(number, {}, UNKNOWN.format(name=value[:40]))
        elif name == "END":
            if event and value.upper() == "VEVENT":
                yield event
                event = None
            inside[-1:] = []  # nothing, where more ends than began
        elif event and inside[-1:] == ["VEVENT"]:
            event.properties.setdefault(name, Property(value, parameters))
    if event:
        yield event._replace(trouble=CUT)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines: one that begins with a space goes on where the last one ended."""
    first, parts = 1, list[str]()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield first, "".join(parts)
        first, parts = number, [line]
    if parts:
        yield first, "".join(parts)


def _parts(line: str) -> tuple[str, dict[str, str], str]:
    found = LINE.fullmatch(line)
    if not found:
        return "", {}, ""
    parameters = {
        name.upper(): value.strip('"') for name, value in PARAMETER.findall(found.group(2))
    }
    return found.group(1).upper(), parameters, found.group(3)


def training(event: Event, draft: Draft) -> None:
    """Its fields into the draft."""
    url = event.text("URL")
    title = event.text("SUMMARY") or ""
    draft.words("title", [Tagged(title)])
    draft.words("description", [Tagged(event.text("DESCRIPTION") or "")])
    draft.shorts("keywords", (event.text("CATEGORIES") or "").split(","))
    draft.put("type", "course-instance")
    draft.address("landing_page", url if is_address(url) else None)
    changed = event.text("LAST-MODIFIED")
    draft.put("modified", _as_day(_moment(event, "LAST-MODIFIED")) if changed else None)
    organizer = event.properties.get("ORGANIZER")
    name = draft.line("publisher", organizer.parameters.get("CN")) if organizer else None
    draft.put("publisher", {"name": name} if name else None)
    key = _key(event)
    draft.shorts("identifiers", [key] if key else [])
    draft.put("iri", _identity(event) or page_of_its_own(url) or made_from(draft, None, title))
    draft.put("instances", [_instance(event, draft)])


def _instance(event: Event, draft: Draft) -> dict[str, object]:
    part = draft.inside("instances/0")
    for field, name in (("starts_at", "DTSTART"), ("ends_at", "DTEND")):
        part.put(field, _moment(event, name))
        if event.text(name) and field not in part.values:
            part.note(field, f"{(event.text(name) or '')[:60]!r} is no moment; it is left out")
    part.short("location", event.text("LOCATION"))
    if event.text("RRULE"):
        part.note("starts_at", "the event repeats; the first time is kept")
    return part.values


def _moment(event: Event, name: str) -> datetime | date | None:
    """The moment in its zone; without one, or in one that nobody knows, the day."""
    found = event.properties.get(name)
    stamp = STAMP.fullmatch(found.value.strip()) if found else None
    if not found or not stamp:
        return None
    day = day_of("-".join(stamp.group(1, 2, 3)))
    zone = "UTC" if stamp.group(7) else found.parameters.get("TZID")
    if day is None or not stamp.group(4) or not zone:
        return day
    try:
        hour, minute, second = map(int, stamp.group(4, 5, 6))
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone))
    except (ValueError, OSError, KeyError):
        return day


def _as_day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment

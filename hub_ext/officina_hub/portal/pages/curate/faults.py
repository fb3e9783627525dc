"""What is wrong with what was typed, by its control: the value, why it cannot be, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from babel.support import NullTranslations
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from officina_hub.portal.pages.curate.typed import MOST_ROWS, Form, Typed, rows
from officina_widgets.catalogue.words import seen_only

LONGEST_SHOWN: Final = 80

Faults = Mapping[str, Sequence[str]]


def faults_of(t: NullTranslations, form: Form, typed: Typed, error: ValidationError) -> Faults:
    """By control all that the model refused."""
    found: dict[str, list[str]] = {}
    for one in error.errors(include_url=False):
        place = form.place(one["loc"], typed)
        told = found.setdefault(place, [])
        sentence = _sentence(t, one)
        if sentence not in told:
            told.append(sentence)
    return found


def own_faults(t: NullTranslations, form: Form, typed: Typed) -> Faults:
    """What no model can see: two texts in one language, more rows than a form holds."""
    found = {}
    for place, language in form.twice(typed):
        found[place] = [
            t.gettext(
                "There is a text in the language “%(language)s” above already, and a reader is "
                "shown one. Choose another language, or empty one of the two."
            )
            % {"language": language}
        ]
    for asked in form.fields:
        count = len(rows(typed, asked.name))
        if count > MOST_ROWS:
            found[asked.name] = [
                t.gettext(
                    "That is %(count)s rows, and a form takes %(most)s, so that it can be read. "
                    "Load longer lists from a file."
                )
                % {"count": count, "most": MOST_ROWS}
            ]
    return found


def _sentence(t: NullTranslations, error: ErrorDetails) -> str:
    value, context = _short(error["input"]), error.get("ctx", {})
    told = {"value": value, "length": len(str(error["input"])), **context}
    return _template(t, error) % told


def _template(t: NullTranslations, error: ErrorDetails) -> str:
    kind, value, field = error["type"], error["input"], str(error["loc"][-1])
    if kind == "missing" or (kind == "too_short" and not isinstance(value, str)):
        return t.gettext(
            "Nothing stands here, and a record cannot be published without it. Fill it in."
        )
    if kind in {"string_too_long", "too_long"}:
        return t.gettext(
            "That has %(length)s characters, and the catalogue keeps %(max_length)s, so the end "
            "would be lost. Shorten it."
        )
    if kind in {"string_too_short", "too_short"}:
        return t.gettext(
            "Only characters that nobody sees stand here, so a reader would see nothing. Write it "
            "anew."
        )
    if kind.startswith(("date", "datetime", "timezone")):
        return t.gettext(
            "“%(value)s” is no day of the calendar (or a time without its zone), so it could not "
            "be compared with others. Write it as 2026-03-31, a time as 2026-03-31T09:00+02:00."
        )
    if kind.startswith(("int", "greater", "less")):
        return _of_number(t, field)
    if kind == "literal_error":
        return t.gettext(
            "“%(value)s” is none of the choices, so nobody could search by it. Choose one of them."
        )
    if kind == "value_error" and isinstance(value, str):
        return _of_address(t, value)
    return _of_pattern(t, error)


def _of_number(t: NullTranslations, field: str) -> str:
    if field == "trl":
        return t.gettext(
            "“%(value)s” is no technology readiness level, so services could not be compared by "
            "it. Write a number from 1 to 9."
        )
    return t.gettext(
        "“%(value)s” is no whole number from 0 on, so nobody could count with it. Write it in "
        "digits alone."
    )


def _of_address(t: NullTranslations, value: str) -> str:
    if "://" in value and " " not in value.strip() and not value.startswith("http"):
        return t.gettext(
            "“%(value)s” is no address of the web, so a page cannot lead there. Write one that "
            "begins with https://."
        )
    return t.gettext(
        "“%(value)s” is no address: it has to begin as https:// does and must have no spaces, "
        "quotes or brackets in it, or nobody could follow it. Copy it from the browser."
    )


def _of_pattern(t: NullTranslations, error: ErrorDetails) -> str:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    if "@" in pattern:
        return t.gettext(
            "“%(value)s” is no e-mail address, so nobody could write there. Write it as "
            "desk@example.org."
        )
    if "0-9a-f" in pattern:
        return t.gettext(
            "“%(value)s” is no checksum, so no file could be proved by it. Write its 32 to 128 "
            "small hexadecimal digits."
        )
    return t.gettext(
        "“%(value)s” is no code that the catalogue knows here, so nobody could search by it. "
        "Choose one from the list."
    )


def _short(value: Any) -> str:
    text = " ".join(seen_only(str(value)).split())
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"

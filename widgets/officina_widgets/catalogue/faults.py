"""What is wrong with a value that a model refuses, in words for whoever wrote it.

A clause fits after "`field` is 12 and": what it is not, why that matters, what may stand there.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

SHOWN: Final = 60
OF_A_KEY: Final = "[key]"
OF_A_UNION: Final = frozenset({"date", "datetime"})
QUOTED: Final = re.compile(r"'([^']*)'")

# How a field of objects or of texts in languages is written.
EXAMPLES: Final = {
    "authors": '[{"name": "Weather Office"}]',
    "checksum": '{"algorithm": "sha256", "checksum_value": "9f86…"}',
    "contact_point": '{"email": "desk@example.org"}',
    "creator": '[{"name": "Weather Office"}]',
    "distributions": '[{"access_url": "https://example.org/rain.csv"}]',
    "facets": '{"theme": ["ENVI"]}',
    "fields": '[{"name": "mm"}]',
    "helpdesk_email": '{"email": "desk@example.org"}',
    "host": '{"name": "Weather Office"}',
    "instances": '[{"starts_at": "2026-03-31"}]',
    "languages": '["en", "fi"]',
    "publisher": '{"name": "Weather Office"}',
    "record_sets": '[{"id": "rain", "name": "Rain"}]',
    "themes": '["ENVI"]',
}
OBJECT: Final = "not an object with fields, so nobody knows what it means; write it as {example}"
LIST: Final = "not a list, so nobody knows where one value ends; write it in brackets, as {example}"
WORDS: Final = (
    "not an object of texts by language, so nobody knows its language; write it as {example}"
)
WHOLE_NUMBER: Final = "not a whole number, so nobody could count with it; write it in digits alone"
DAY: Final = "not a day as 2026-03-31, so it could not be compared with others; write it so"
MOMENT: Final = (
    "not a day as 2026-03-31 nor a time with its zone as 2026-03-31T09:00+02:00, so it could not "
    "be compared with others; write it as one of these"
)
EMPTY: Final = "empty, so a reader would see nothing; write something there"
TOO_SHORT: Final = "shorter than {min_length}, which is the least; write more"
TOO_LONG: Final = "longer than {max_length:,} characters, so its end would be lost; shorten it"
TOO_MANY: Final = (
    "more than the {max_length:,} values that are taken at once; leave some of them out"
)
LITERAL: Final = "none of {choices}, so nobody could search by it; choose one of these"
TAG: Final = "none of {choices}, so nobody knows its fields; choose one of these"
LEVEL: Final = (
    "not a technology readiness level, so services could not be compared by it; write a whole "
    "number from 1 to 9"
)
LEAST: Final = "less than {ge}, which is the least; write a number from there on"
MOST: Final = "more than {le}, which is the most; write a number up to there"
LANGUAGE: Final = (
    "not the code of a language, so no reader would be shown it; write two or three small letters, "
    "as en"
)
COUNTRY: Final = "not the code of a country, so nobody could search by it; write it as FI"
EMAIL: Final = "not an e-mail address, so nobody could write there; write it as desk@example.org"
CHECKSUM: Final = (
    "not a checksum, so no file could be proved by it; write its 32 to 128 small hexadecimal digits"
)
CODE: Final = "not a code, so nobody could search by it; write letters, digits and _ . + - only"
TEXT: Final = "not a text; write it in quotes"
OTHERWISE: Final = "not what this field holds, so nobody could use it; write it as it is described"
CLAUSES: Final = {
    "bool_parsing": "neither true nor false; write one of the two",
    "bool_type": "neither true nor false; write one of the two",
    "date_from_datetime_inexact": DAY,
    "date_from_datetime_parsing": DAY,
    "date_parsing": DAY,
    "date_type": DAY,
    "datetime_from_date_parsing": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_type": MOMENT,
    "dict_type": WORDS,
    "greater_than_equal": LEAST,
    "int_from_float": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "int_type": WHOLE_NUMBER,
    "less_than_equal": MOST,
    "list_type": LIST,
    "literal_error": LITERAL,
    "model_attributes_type": OBJECT,
    "model_type": OBJECT,
    "string_too_long": TOO_LONG,
    "string_too_short": EMPTY,
    "string_type": TEXT,
    "string_unicode": "not a text in Unicode; write it anew",
    "timezone_aware": MOMENT,
    "too_long": TOO_MANY,
    "too_short": EMPTY,
    "tuple_type": LIST,
    "union_tag_invalid": TAG,
}
# By what stands in the pattern of the model.
PATTERNS: Final = (
    ("@", EMAIL), ("0-9a-f", CHECKSUM), ("[a-z]{2,3}", LANGUAGE), ("[A-Z]{2}", COUNTRY),
    ("A-Za-z0-9", CODE),
)  # fmt: skip


def findings_of(error: ValidationError) -> list[ErrorDetails]:
    """What the model refused, each place once."""
    found: dict[str, ErrorDetails] = {}
    for finding in error.errors(include_url=False):
        found.setdefault(field_of(finding), finding)
    return list(found.values())


def sentence_of(finding: ErrorDetails) -> str:
    """The field, what it holds and the clause."""
    field, kind = field_of(finding), finding["type"]
    if kind == "missing":
        return f"`{field}` is missing"
    if kind == "extra_forbidden":
        return f"`{field}` is no field of this kind"
    if kind == "union_tag_not_found":
        return "it has no `kind`, so nobody knows its fields"
    if kind == "value_error":
        return f"`{field}` cannot be so: {clause_of(finding)}"
    return f"`{field}` is {shown(value_of(finding))} and {clause_of(finding)}"


def clause_of(finding: ErrorDetails) -> str:
    """What it is not, why that matters, what may stand there; never in a validator's words."""
    kind, context = finding["type"], finding.get("ctx", {})
    if kind == "value_error":  # our models' own rules, which tell value and way out
        return finding["msg"].removeprefix("Value error, ")
    if kind in {"string_too_short", "too_short"} and context.get("min_length", 1) > 1:
        return TOO_SHORT.format(**context)
    if field_of(finding).endswith("trl"):
        return LEVEL
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return next((clause for part, clause in PATTERNS if part in pattern), OTHERWISE)
    if kind == "too_long" and isinstance(finding["input"], str):
        return TOO_LONG.format(**context)
    choices = context.get("expected") or context.get("expected_tags") or ""
    told = {
        **context,
        "choices": ", ".join(QUOTED.findall(str(choices))),
        "example": _example(finding),
    }
    return CLAUSES.get(kind, OTHERWISE).format(**told)


def why(finding: ErrorDetails) -> str:
    """The clause as a sentence of its own, for where the value was told already."""
    clause = clause_of(finding)
    return clause if finding["type"] == "value_error" else f"it is {clause}"


def field_of(finding: ErrorDetails) -> str:
    """Its way from the top, as people write it; a kind before it and a union's member are none."""
    way = [each for each in finding["loc"] if each != OF_A_KEY]
    if finding["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return "kind"
    if len(way) > 1 and way[-1] in OF_A_UNION:
        way = way[:-1]
    return ".".join(str(each)[:SHOWN] for each in way) or "the whole"


def value_of(finding: ErrorDetails) -> Any:
    """What stands there."""
    if finding["type"] == "union_tag_invalid":
        return finding.get("ctx", {}).get("tag")
    return finding["input"]


def shown(value: Any) -> str:
    """Its beginning, as JSON."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _example(finding: ErrorDetails) -> str:
    named = [each for each in finding["loc"] if isinstance(each, str)]
    if finding["type"] == "dict_type":
        return EXAMPLES.get(named[-1] if named else "", '{"en": "Rain"}')
    example = EXAMPLES.get(named[-1] if named else "", '["one", "two"]')
    is_member = bool(finding["loc"]) and isinstance(finding["loc"][-1], int)
    return example.removeprefix("[").removesuffix("]") if is_member else example

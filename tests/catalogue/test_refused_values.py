"""A line of Officina's own format that is no record is told field by field, with the way out."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from officina_hub.catalogue.arriving import Arriving
from officina_hub.catalogue.record_lines import read_record_lines
from officina_hub.cli.catalogue_load import _lines
from officina_hub.portal.catalogue_loading import LoadReport, ToldRefusal

ROOT = Path(__file__).parents[2]
RAIN = {"kind": "dataset", "iri": "https://example.org/rain", "title": {"en": "Rain"}}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (json.dumps(RAIN | {"keywords": "rain"}), '`keywords` is "rain" and not a list, so nobody'),
        (json.dumps(RAIN | {"title": "Rain"}), '`title` is "Rain" and not an object'),
        (json.dumps(RAIN | {"issued": "soon"}), '`issued` is "soon" and not a day as 2026-03-31'),
        (json.dumps({"kind": "dataset", "iri": RAIN["iri"]}), "`title` is missing"),
        (json.dumps({"iri": RAIN["iri"]}), "it has no `kind`"),
        ("{", "the line is no JSON"),
        ("[]", "the line is [] and no object, so nothing of it can be a record"),
        ('"x"', 'the line is "x" and no object'),
        ("NaN", "the line is NaN and no object"),
        (
            json.dumps(RAIN | {"kind": "datset"}),
            '`kind` is "datset" and none of organisation, serv',
        ),
        (json.dumps(RAIN | {"title": {"en": ""}}), '`title.en` is "" and empty, so a reader would'),
        (json.dumps(RAIN | {"title": {}}), "`title` is {} and empty, so a reader would"),
        (json.dumps(RAIN | {"title": {"EN_us": "x"}}), '`title.EN_us` is "EN_us" and not the code'),
        (
            json.dumps(RAIN | {"kind": "service", "trl": 12}),
            "`trl` is 12 and not a technology read",
        ),
        (json.dumps(RAIN | {"distributions": "x"}), 'in brackets, as [{"access_url": "https://'),
        (json.dumps(RAIN | {"distributions": ["x"]}), 'write it as {"access_url": "https://'),
        (json.dumps(RAIN | {"publisher": "x"}), 'write it as {"name": "Weather Office"}'),
        (json.dumps(RAIN | {"themes": ["FUN"]}), '`themes.0` is "FUN" and none of AGRI, ECON'),
        (json.dumps(RAIN | {"country": "Finland"}), "not the code of a country"),
        (json.dumps(RAIN | {"iri": "x"}), "`iri` cannot be so: 'x' is no IRI (RFC 3987)"),
        (json.dumps(RAIN | {"iri": 5}), "`iri` is 5 and not a text"),
        (json.dumps(RAIN | {"version": "v" * 501}), "longer than 500 characters"),
    ],
    ids=[
        "list",
        "object",
        "day",
        "missing",
        "no-kind",
        "json",
        "a-list",
        "a-text",
        "not-a-number",
        "kind",
        "empty",
        "no-language",
        "language",
        "level",
        "objects",
        "object-in-list",
        "part",
        "theme",
        "country",
        "iri",
        "text",
        "long",
    ],
)
def test_a_field_is_told_with_what_stands_there_and_what_is_wanted(line, told):
    (refusal,) = read_record_lines(io.BytesIO(line.encode()))
    assert told in refusal.reason
    assert not re.search(r"Input|String should|Value error|Dictionary|Tuple", refusal.reason)
    assert "correct it and load again" in refusal.reason


def test_the_record_of_the_documentation_is_one():
    page = (ROOT / "docs/howto/load-the-catalogue.md").read_text("utf-8")
    line = page.partition("```json\n")[2].partition("\n```")[0]
    (arriving,) = read_record_lines(io.BytesIO(line.encode()))
    assert isinstance(arriving, Arriving), arriving


def test_equal_reasons_are_told_once_with_their_number():
    refusals = [ToldRefusal(where=f"line {n}", reason="`keywords` is 5") for n in range(1, 101)]
    refusals.append(ToldRefusal(where="line 101", reason="`title` is missing"))
    report = LoadReport(source="s", processed=101, refused=101, refusals=tuple(refusals))
    told = list(_lines(report))
    assert "  line 1: `keywords` is 5 (and 99 more for the same reason)" in told
    assert told[-1] == "  line 101: `title` is missing"

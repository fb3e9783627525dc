"""The tables of bad input in the reference name tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGES = TESTS.parent / "docs" / "reference"
NAMED = re.compile(r"`([a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")


@pytest.mark.parametrize(("page", "least"), [("catalogue.md", 25), ("federation.md", 20)])
def test_every_case_is_held_by_a_test_that_is_there(page: str, least: int):
    text = (PAGES / page).read_text(encoding="utf-8")
    table = text.partition("## Bad input, case by case")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) > least
    for row in rows:
        named = NAMED.findall(row)
        assert named, row
        for file, test in named:
            assert f"def {test}(" in (TESTS / file).read_text(encoding="utf-8"), row

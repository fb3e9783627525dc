"""The page of attacks names tests that are there, and every variant has its place on it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from hostile_variants import FAMILIES, VARIANTS, chosen

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs/reference/attacks.md"
ROWS = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
ATTACKS = {row.split()[1]: row for row in ROWS if re.match(r"\| H\d+ \|", row)}
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
FAMILY = re.compile(r"`([a-z]+)-[a-z-]*\*`")


@cache
def functions_of(name: str) -> frozenset[str]:
    tree = ast.parse((TESTS / name).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", [row for row in ROWS if ".py::" in row], ids=lambda row: row[:30])
def test_every_test_that_the_page_names_is_there(row: str) -> None:
    for file, name in NAMED.findall(row):
        assert name in functions_of(file)


def test_the_page_has_each_attack_of_the_programme_with_tests_and_variants() -> None:
    assert list(ATTACKS) == [f"H{number}" for number in range(1, 13)]
    assert all(NAMED.search(row) and FAMILY.search(row) for row in ATTACKS.values())


def test_every_variant_stands_in_the_row_of_what_it_attacks() -> None:
    told = {(attack, name) for attack, row in ATTACKS.items() for name in FAMILY.findall(row)}
    assert {(one.programme, one.family) for one in VARIANTS.values()} == told


def test_each_run_has_one_of_every_family_and_a_whole_run_more_than_a_hundred() -> None:
    assert {one.family for one in chosen().values()} == set(FAMILIES)
    assert len(VARIANTS) > 100
    assert all(one.must_not for one in VARIANTS.values())

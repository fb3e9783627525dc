"""The page about batchspawner names tests and settings that there are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from batchspawner_cases import CASES, between

from officina_spawners.leftovers import OTHERS, REPLACEMENTS

HERE = Path(__file__).parent


def own_tests() -> set[str]:
    files = [HERE / "test_like_batchspawner.py", *(HERE / "systems").glob("test_*.py")]
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in files)
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for tree in trees for node in tree.body if isinstance(node, kinds)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_passes_has_a_test_of_ours_or_a_reason(case):
    assert case.how in {"passes", "own test", "does not apply"}
    assert set(case.own_tests) <= own_tests()
    assert case.own_tests or case.how == "does not apply"


def test_each_setting_without_effect_has_its_row():
    page = between("settings")
    for setting, instead in REPLACEMENTS.items():
        assert f"| `{setting}` | {instead} |\n" in page
    for spawner, instead in OTHERS.items():
        assert f"| anything of `{spawner}` | {instead} |\n" in page

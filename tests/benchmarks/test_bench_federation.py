"""``scripts/bench federation``: its parts can be run, and tell what they measured."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from benchmarks.federation.packages import ACTS, Cost, _made, _measured
from benchmarks.federation.parts import PARTS


@pytest.mark.parametrize("name", PARTS)
def test_each_part_has_something_to_run(name: str) -> None:
    assert callable(importlib.import_module(f"benchmarks.federation.{name}").run)


def test_each_act_on_a_package_tells_what_it_took(tmp_path: Path) -> None:
    course = _made(tmp_path / "course", {"data.csv": b"1,2\n"})
    for _, act in ACTS.values():
        cost = _measured(act, course, tmp_path, "1")
        assert isinstance(cost, Cost)
        assert cost.seconds > 0
        assert cost.mib >= 0
    assert (tmp_path / "unpacked-1/source/ps1/data.csv").read_bytes() == b"1,2\n"

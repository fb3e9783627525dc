"""What is installed satisfies every floor, and every floor with an advisory is written down."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = ("hub", "user", "grader", "test")
OPTIONAL = PROJECT["optional-dependencies"]
FLOORS = sorted({*PROJECT["dependencies"], *(line for name in EXTRAS for line in OPTIONAL[name])})


@pytest.mark.parametrize("line", FLOORS)
def test_installed_version_satisfies_the_floor(line):
    requirement = Requirement(line)
    if requirement.marker is not None and not requirement.marker.evaluate():
        return
    assert requirement.specifier.contains(version(requirement.name), prereleases=True)


def test_documented_floors_are_the_ones_in_force():
    page = (ROOT / "docs/reference/dependencies.md").read_text("utf-8").partition("## Versions")[0]
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| ")][1:]
    lines = [*FLOORS, *(line for extra in OPTIONAL.values() for line in extra)]
    floors = {Requirement(line).name: str(Requirement(line).specifier) for line in lines}
    for row in rows:
        name, floor = row[1].split()[0], row[2].split(",")[0].strip()
        assert floor in floors[name], f"{name}: the page says {floor}, pyproject {floors[name]}"

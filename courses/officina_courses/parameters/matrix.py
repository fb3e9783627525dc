"""Several values for a name: a run for each, and for each pair of two such names."""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterator
from typing import Final

from officina_courses.errors import ParametersError
from officina_courses.parameters.given import read_pair

MOST_RUNS: Final = 1000


def read_axis(text: str) -> tuple[str, tuple[str, ...]]:
    """The name and the values of one ``name=a,b,c``; a value with a comma stands in quotes."""
    name, values = read_pair(text)
    try:
        [row] = csv.reader([values], skipinitialspace=True, strict=True)
    except (csv.Error, ValueError) as error:
        raise _without_values(text) from error
    if not any(row):
        raise _without_values(text)
    if doubled := [value for value in dict.fromkeys(row) if row.count(value) > 1]:
        raise ParametersError(
            f"--matrix names the value {doubled[0][:80]!r} of {name} twice.",
            why="Runs with the same values have one folder, so a second would replace the first.",
            todo="Name each value once. To see how much runs differ, give each another seed.",
        )
    return name, tuple(row)


def combinations(axes: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[dict[str, object]]:
    """Each choice of one value for each name; one empty choice where there is no name.

    Raises
    ------
    ParametersError
        Where a name comes twice, or the runs would be more than ``MOST_RUNS``.

    """
    names = [name for name, _ in axes]
    if len(set(names)) < len(names):
        raise ParametersError(
            f"--matrix names {max(names, key=names.count)} twice.",
            why="Its values belong together.",
            todo="Write all of them in one: --matrix seed=1,2,3",
        )
    count = math.prod(len(values) for _, values in axes)
    if count > MOST_RUNS:
        raise ParametersError(
            f"That would be {count} runs of each notebook; {MOST_RUNS} are allowed at a time.",
            why="A slip of the pen should not take a machine for days.",
            todo="Give fewer values, or run parts of it one after another.",
        )
    return (
        dict(zip(names, chosen, strict=True))
        for chosen in itertools.product(*(values for _, values in axes))
    )


def _without_values(text: str) -> ParametersError:
    return ParametersError(
        f"{text[:80]!r} gives no values.",
        why="A matrix makes one run for each value.",
        todo="Write it as seed=1,2,3",
    )

"""Two exercises as trainers write them: one in plain Python, and a realistic one with a plot."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, NamedTuple

ROWS = 3000
DATA = "jobs.csv"


class Exercise(NamedTuple):
    """The cells of a notebook: as source, its grade_id where it has one, and its points."""

    name: str
    cells: tuple[tuple[str, str, int], ...]


LIGHT = Exercise(
    "light",
    (
        ("import math\nfrom collections import Counter", "", 0),
        (
            "def is_prime(n):\n    tried = range(2, math.isqrt(n) + 1)\n"
            "    return n > 1 and all(n % k for k in tried)",
            "prime",
            0,
        ),
        ("[n for n in range(60) if is_prime(n)]", "", 0),
        (
            "assert is_prime(7)\nassert not is_prime(1)\n### BEGIN HIDDEN TESTS\n"
            "assert not is_prime(91)\n### END HIDDEN TESTS",
            "test_prime",
            2,
        ),
        ("def words(text):\n    return Counter(text.lower().split())", "words", 0),
        ("words('the cat and the dog').most_common(2)", "", 0),
        (
            "assert words('a b a')['a'] == 2\n### BEGIN HIDDEN TESTS\n"
            "assert words('A a')['a'] == 2\n### END HIDDEN TESTS",
            "test_words",
            2,
        ),
    ),
)
REALISTIC = Exercise(
    "realistic",
    (
        ("import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt", "", 0),
        ("jobs = pd.read_csv('jobs.csv', parse_dates=['start'])\njobs.head()", "", 0),
        ("jobs.describe()", "", 0),
        ("def clean(table):\n    return table.dropna().query('hours > 0')", "clean", 0),
        ("jobs = clean(jobs)\nlen(jobs)", "", 0),
        (
            "assert jobs['hours'].min() > 0\n### BEGIN HIDDEN TESTS\n"
            "assert not jobs.isna().any().any()\n### END HIDDEN TESTS",
            "test_clean",
            2,
        ),
        (
            "def by_site(table):\n    return table.groupby('site')['hours'].agg(['sum', 'mean'])",
            "by_site",
            0,
        ),
        ("by_site(jobs)", "", 0),
        (
            "assert list(by_site(jobs).columns) == ['sum', 'mean']\n### BEGIN HIDDEN TESTS\n"
            "assert np.isclose(by_site(jobs)['sum'].sum(), jobs['hours'].sum())\n"
            "### END HIDDEN TESTS",
            "test_by_site",
            2,
        ),
        (
            "def trend(table):\n    days = (table['start'] - table['start'].min()).dt.days\n"
            "    return np.polyfit(days, table['hours'], 1)",
            "trend",
            0,
        ),
        ("trend(jobs).round(4)", "", 0),
        (
            "assert trend(jobs).shape == (2,)\n### BEGIN HIDDEN TESTS\n"
            "assert abs(trend(jobs)[0]) < 1\n### END HIDDEN TESTS",
            "test_trend",
            2,
        ),
        (
            "fig, ax = plt.subplots()\nby_site(jobs)['sum'].plot.bar(ax=ax)\n"
            "ax.set_ylabel('hours');",
            "",
            0,
        ),
        ("try:\n    jobs['gpus']\nexcept KeyError as error:\n    print('no column', error)", "", 0),
    ),
)


def notebook(exercise: Exercise) -> dict[str, Any]:
    """The trainer's notebook in nbgrader's format."""
    return {
        "cells": [_cell(n, *cell) for n, cell in enumerate(exercise.cells)],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(number: int, source: str, grade_id: str, points: int) -> dict[str, Any]:
    kind: dict[str, Any] = {"grade": bool(points), "solution": not points, "locked": bool(points)}
    kind |= {"schema_version": 3, "task": False, "grade_id": grade_id, "cell_type": "code"}
    kind |= {"points": points} if points else {}
    return {
        "id": f"cell-{number}",
        "cell_type": "code",
        "metadata": {"nbgrader": kind} if grade_id else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def write_data(folder: Path) -> None:
    """The table that the realistic one reads; the same at each call."""
    dice = random.Random(4)
    lines = ["site,start,hours"]
    for _ in range(ROWS):
        hours = "" if dice.random() < 0.02 else f"{dice.gauss(6, 3):.3f}"
        lines.append(f"S{dice.randrange(6)},2026-0{dice.randrange(1, 10)}-11,{hours}")
    (folder / DATA).write_text("\n".join(lines) + "\n")

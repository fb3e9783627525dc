"""Sixty submissions with an answer to each question drawn by chance, the same at every run."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

from corpus_kinds import Exercise, Handed, answered, rewritten
from grading_classroom import code, notebook, text
from nbgrader import api
from sqlalchemy import select

from officina_courses.grading import gradebook

NAME = "statistics"
MANY = 60
SEED = 2026
DUE = datetime(2026, 11, 21, 12)
ANSWERS: dict[str, tuple[str, ...]] = {
    "mean": (
        "def mean(xs):\n    return sum(xs) / len(xs)",
        "from statistics import mean",
        "import numpy as np\ndef mean(xs):\n    return np.mean(xs)",
        "def mean(xs):\n    return sum(xs) // len(xs)",
        "def mean(xs):\n    return round(sum(xs) / len(xs), 1)",
        "def mean(xs):\n    xs.sort()\n    return xs[len(xs) // 2]",
        "def mean(xs):\n    return sum(x for x in xs if x > 0) / len(xs)",
        "def mean(xs) return 0",
        "",
    ),
    "words": (
        "def words(line):\n    return line.split()",
        "def words(line):\n    return [w for w in line.split(' ') if w]",
        "def words(line):\n    return line.split(' ')",
        "def words(line):\n    return tuple(line.split())",
        "import re\ndef words(line):\n    return re.findall(r'\\w+', line)",
        "def words(line):\n    return len(line)",
        "words = str.split",
        "words = None",
    ),
    "table": (
        "def table(rows):\n    return {name: value for name, value in rows}",
        "def table(rows):\n    return dict(rows)",
        "def table(rows):\n    return list(rows)",
        "def table(rows):\n    for name, value in rows:\n        return {name: value}",
        "def table(rows):\n    raise NotImplementedError()",
    ),
    "limit": ("limit = 10", "limit = 10.0", "limit = '10'", "limit = 11", "Limit = 10", "limit = "),
    "explain": ("Because it is the middle.", "", "YOUR ANSWER HERE", "*μ* is **not** ½ <b>x</b>"),
    "draw": ("bars = [1, 2]", "# YOUR CODE HERE\nraise NotImplementedError()", "1 / 0"),
}
TIMES = (
    "2026-11-20 09:00:00.000000 UTC",
    "2026-11-21 12:00:00.000000 UTC",
    "2026-11-21 12:00:00.000001 UTC",
    "2026-11-23 13:59:59.500000 Europe/Brussels",
)


def _solution(question: str) -> str:
    return f"### BEGIN SOLUTION\n{ANSWERS[question][0]}\n### END SOLUTION"


NOTEBOOK = notebook(
    [
        text("# Statistics"),
        code(
            _solution("mean"),
            grade_id="mean",
            solution=True,
        ),
        code(
            "assert mean([1, 2, 3]) == 2\n### BEGIN HIDDEN TESTS\n"
            "assert abs(mean([1, 2]) - 1.5) < 1e-9\n### END HIDDEN TESTS",
            grade_id="test_mean",
            grade=True,
            locked=True,
            points=2,
        ),
        code(
            "cases = {(2, 4): 3, (1, 2): 1.5, (-1, 1): 0, (0.25, 0.5): 0.375}\n"
            "0.5 * sum(abs(mean(list(xs)) - m) < 1e-9 for xs, m in cases.items())",
            grade_id="test_mean_partly",
            grade=True,
            locked=True,
            points=2,
        ),
        code(
            _solution("words"),
            grade_id="words",
            solution=True,
        ),
        code(
            "assert words('a b') == ['a', 'b']",
            grade_id="test_words",
            grade=True,
            locked=True,
            points=1,
        ),
        code(
            "### BEGIN HIDDEN TESTS\nassert words(' ä  b ') == ['ä', 'b'], words(' ä  b ')\n"
            "### END HIDDEN TESTS",
            grade_id="test_words_hidden",
            grade=True,
            locked=True,
            points=1.5,
        ),
        code(
            _solution("table"),
            grade_id="table",
            solution=True,
        ),
        code(
            "try:\n    found = table([('a', 1), ('b', 2)])\nexcept Exception as error:\n"
            "    print(type(error).__name__)\n    raise\nassert found == {'a': 1, 'b': 2}",
            grade_id="test_table",
            grade=True,
            locked=True,
            points=3,
        ),
        code(_solution("limit"), grade_id="limit", solution=True),
        code(
            "assert isinstance(limit, (int, float)), type(limit)\nassert limit == 10",
            grade_id="test_limit",
            grade=True,
            locked=True,
            points=0,
        ),
        code(
            "from decimal import Decimal\nassert Decimal(limit) == 10",
            grade_id="test_limit_again",
            grade=True,
            locked=True,
            points=1,
        ),
        text("The middle.", grade_id="explain", grade=True, solution=True, points=4),
        code(
            "### BEGIN SOLUTION\nbars = []\n### END SOLUTION",
            grade_id="draw",
            grade=True,
            solution=True,
            points=2,
        ),
        text(
            "Show it.\n### BEGIN MARK SCHEME\nAxes.\n### END MARK SCHEME",
            grade_id="show",
            locked=True,
            task=True,
            points=3,
        ),
    ]
)


def drawn() -> Exercise:
    """The exercise, due at noon, and everybody's draw."""
    dice = random.Random(SEED)
    handed = []
    for number in range(MANY):
        answers = {question: dice.choice(pool) for question, pool in ANSWERS.items()}
        write = rewritten("tasks", answered(answers))
        handed.append(Handed(NAME, f"student-{number:02}", write, timestamp=dice.choice(TIMES)))
    return Exercise(NAME, {"tasks": NOTEBOOK}, tuple(handed), settle=_set_due_date)


def _set_due_date(home: Path) -> None:
    with gradebook.open_gradebook(home) as session:
        found = session.scalars(select(api.Assignment).where(api.Assignment.name == NAME)).one()
        found.duedate = DUE

"""Answers that get other marks than nbgrader's on purpose, one for each documented case."""

from __future__ import annotations

from corpus_kinds import Differs, Exercise, Handed, Mark, answered, rewritten
from grading_classroom import code, notebook

NAME = "deviations"
FULL, NONE, WAITS = Mark(1.0), Mark(0.0), Mark(None, waits=True)
TESTS = {
    "reads": "limit = 3\nassert reads() == 3",
    "fresh": "first = fresh()\nsecond = fresh()\nassert first == [0]",
    "each": "for y in map(each, [1, 2]):\n    assert y in (1, 2)",
    "quiet": "assert quiet() == 1",
    "least": "assert min(least(), 5) == 1",
    "guarded": "import os\nassert guarded() == 1, os.getcwd()",
}
RIGHT = {
    "reads": "def reads():\n    return 3",
    "fresh": "def fresh():\n    return [0]",
    "each": "def each(x):\n    return x",
    "quiet": "def quiet():\n    return 1",
    "least": "def least():\n    return 1",
    "guarded": "def guarded():\n    return 1",
}
STDERR = "a test writes to standard error"
TRAVELS = (
    "an examined test meets what does not travel: a class or an object of one of somebody's own, a "
    "coroutine"
)
MEANING = (
    "a learner gave another meaning to what the trainer's cells import, define or set once, or "
    "to a builtin of Python's"
)
BINDS = (
    "an examined answer works only because the test happens to bind a global of a name that it uses"
)
KEEPS = (
    "an examined test keeps a list or a table that a function gave back, and a later call changes "
    "that object behind its back"
)
STOPS = "an answer ends a loop of an examined test by `raise StopIteration`"
CHANGES = "something in the notebook changes how tests run, or speaks for the grader"
WHATEVER = (
    "a guarded test passes whatever number it expects, or did not pass again when it was tried"
)
ENDS = "the Python process ends in the middle"
EQUAL_TO_ALL = "class All:\n    def __eq__(self, other):\n        return True\n\n\n"
DROP = (
    "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node):\n"
    "        return ast.Pass()\nget_ipython().ast_transformers.append(Drop())\n"
)
# Case, answer, what it says, and the marks of its test: Officina's, nbgrader's.
ODD: dict[str, tuple[str, str, str, Mark, Mark]] = {
    "prints-to-stderr": (
        STDERR,
        "quiet",
        "import sys\ndef quiet():\n    print('beware', file=sys.stderr)\n    return 1",
        FULL,
        NONE,
    ),
    "warns": (
        STDERR,
        "quiet",
        "import warnings\ndef quiet():\n    warnings.warn('old')\n    return 1",
        FULL,
        NONE,
    ),
    "logs": (
        STDERR,
        "quiet",
        "import logging\ndef quiet():\n    logging.warning('odd')\n    return 1",
        FULL,
        NONE,
    ),
    "own-class": (
        TRAVELS,
        "quiet",
        EQUAL_TO_ALL + "def quiet():\n    return All()",
        WAITS,
        FULL,
    ),
    "own-builtin": (
        MEANING,
        "least",
        "min = lambda *_: 1\ndef least():\n    return 4",
        NONE,
        FULL,
    ),
    "the-tests-global": (BINDS, "reads", "def reads():\n    return limit", NONE, FULL),
    "kept-list": (
        KEEPS,
        "fresh",
        "kept = []\ndef fresh():\n    kept.append(0)\n    return kept",
        FULL,
        NONE,
    ),
    "stop-iteration": (STOPS, "each", "def each(x):\n    raise StopIteration", NONE, FULL),
    "dropped-asserts": (CHANGES, "quiet", DROP + "def quiet():\n    return 0", NONE, FULL),
    "equal-to-all": (
        WHATEVER,
        "guarded",
        EQUAL_TO_ALL + "def guarded():\n    return All()",
        WAITS,
        FULL,
    ),
}
EXITS = "import os\ndef least():\n    os._exit(1)"


def deviations() -> Exercise:
    """The exercise, with one submission for each of these, and one that has nothing odd."""
    cells = []
    for name, test in TESTS.items():
        solution = f"### BEGIN SOLUTION\n{RIGHT[name]}\n### END SOLUTION"
        cells += [
            code(solution, grade_id=name, solution=True),
            code(test, grade_id=f"test_{name}", grade=True, locked=True, points=1),
        ]
    odd = [
        Handed(
            NAME,
            student,
            rewritten("tasks", answered({**RIGHT, name: source})),
            differs={f"tasks.test_{name}": Differs(case, ours, theirs)},
        )
        for student, (case, name, source, ours, theirs) in ODD.items()
    ]
    told = ("reads", "fresh", "each", "quiet")
    ended = Handed(
        NAME,
        "exits",
        rewritten("tasks", answered({**RIGHT, "least": EXITS})),
        refused=ENDS,
        ours={f"tasks.test_{name}": FULL if name in told else NONE for name in TESTS},
    )
    right = Handed(NAME, "right", rewritten("tasks", answered(RIGHT)))
    return Exercise(NAME, {"tasks": notebook(cells)}, (right, *odd, ended))

"""An exercise of three notebooks and a data file, of which not all came back, or more did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus_kinds import Differs, Exercise, Handed, Mark, Write, answered, rewritten
from grading_classroom import code, notebook, text

NAME = "books"
SOLUTION = "def {name}():\n    {body}"
BODIES = {
    "first": "return [int(word) for word in open('numbers.txt').read().split()]",
    "second": "return helper.twice(4)",
    "third": "return 'three'",
}
ALSO = {"second": "\nassert helper.twice(2) == 4"}
EXPECTED = {"first": "[1, 2, 3]", "second": "8", "third": "'three'"}


def _book(name: str) -> dict[str, Any]:
    body = f"    ### BEGIN SOLUTION\n    {BODIES[name]}\n    ### END SOLUTION"
    given = [code("import helper", grade_id="given", locked=True)] if name == "second" else []
    cells = [
        *given,
        code(f"def {name}():\n{body}", grade_id="answer", solution=True),
        code(
            f"assert {name}() == {EXPECTED[name]}{ALSO.get(name, '')}",
            grade_id="test",
            grade=True,
            locked=True,
            points=2,
        ),
    ]
    essay = text("Why.", grade_id="essay", grade=True, solution=True, points=1)
    return notebook([*cells, essay] if name != "second" else cells)


def _solved(*names: str) -> Write:
    def write(folder: Path) -> None:
        for name in names:
            answers = {"answer": f"def {name}():\n    {BODIES[name]}"}
            if name != "second":
                answers["essay"] = "Because."
            rewritten(name, answered(answers))(folder)

    return write


def _all_and(change: Write) -> Write:
    def write(folder: Path) -> None:
        _solved(*BODIES)(folder)
        change(folder)

    return write


def _wrote(name: str, content: str) -> Write:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)

    return _all_and(write)


def _renamed(name: str, new: str) -> Write:
    return _all_and(lambda folder: (folder / name).rename(folder / new) and None)


def _gone(*names: str) -> Write:
    def write(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return _all_and(write)


def _with_module(folder: Path) -> None:
    _solved(*BODIES)(folder)
    (folder / "mine.py").write_text("def three():\n    return 'three'\n")
    rewritten("third", answered({"answer": "from mine import three as third"}))(folder)


HANDED: dict[str, Write] = {
    "all": _solved(*BODIES),
    "untouched": lambda folder: None,
    "first-only": _solved("first"),
    "second-and-third": _solved("second", "third"),
    "first-is-gone": _gone("first.ipynb"),
    "two-are-gone": _gone("first.ipynb", "third.ipynb"),
    "all-are-gone": _gone("first.ipynb", "second.ipynb", "third.ipynb"),
    "one-has-another-name": _renamed("third.ipynb", "third (copy).ipynb"),
    "one-more": _wrote("third-Copy1.ipynb", "{}"),
    "more-files": _wrote("notes/mine.txt", "mine"),
    "a-module-in-the-way": _wrote("json.py", "raise SystemExit"),
    "a-module-of-their-own": _with_module,
    "changed-data": _wrote("numbers.txt", "4 5 6\n"),
    "changed-helper": _wrote("helper.py", "twice = len"),
    "data-are-gone": _gone("numbers.txt", "helper.py"),
    "no-timestamp": _gone("timestamp.txt"),
    "empty-file": _wrote("first.ipynb", ""),
    "no-json": _wrote("first.ipynb", "{ this is no JSON"),
    "no-cells": _wrote(
        "first.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    ),
    "format-3": _wrote(
        "first.ipynb",
        '{"worksheets": [{"cells": []}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}',
    ),
}
UNREAD = "a notebook is missing, empty, too large or cannot be read"
NONE, WAITS = Mark(0.0), Mark(None, waits=True)
NOT_FIRST = {
    "first.test": NONE,
    "first.essay": NONE,
    "second.test": Mark(2.0),
    "third.test": Mark(2.0),
    "third.essay": WAITS,
}
REFUSED = {
    "all-are-gone": dict.fromkeys(NOT_FIRST, NONE),
    "empty-file": NOT_FIRST,
    "no-json": NOT_FIRST,
}
NOT_MARKED = Differs(UNREAD, NONE, WAITS)
UNMARKED = ("no-cells", "format-3")


def books() -> Exercise:
    """The exercise with all of these."""
    return Exercise(
        NAME,
        {name: _book(name) for name in BODIES},
        tuple(_handed(student, write) for student, write in HANDED.items()),
        {"numbers.txt": "1 2 3\n", "helper.py": "def twice(n):\n    return 2 * n\n"},
    )


def _handed(student: str, write: Write) -> Handed:
    return Handed(
        NAME,
        student,
        write,
        differs=dict.fromkeys(("first.test", "first.essay"), NOT_MARKED)
        if student in UNMARKED
        else {},
        refused=UNREAD if student in REFUSED else "",
        ours=REFUSED.get(student, {}),
    )

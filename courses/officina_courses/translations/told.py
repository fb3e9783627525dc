"""What an exercise's tests tell learners: hints, and what an assertion says when it does not hold.

Only of lines that learners have. What stands between BEGIN and END HIDDEN TESTS is offered to no
translator, because the learners' version carries the translations.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from officina_courses.grading.hints import hints_in
from officina_courses.grading.leaks import parted
from officina_courses.notebooks import Cell
from officina_courses.python_text import UNREADABLE, tree_of

# Between the cell's key and a number.
HINT: Final = "/hint/"
MESSAGE: Final = "/message/"


def told_texts(cell: Cell) -> Iterator[tuple[str, str]]:
    """The hints and templates of a test cell, each with what follows the cell's key."""
    if cell.kind != "code" or cell.grading is None or not cell.grading.is_test:
        return
    shown = "\n".join(line for _, line in parted(cell).shown)
    for number, hint in enumerate(dict.fromkeys(hints_in(shown)), 1):
        yield f"{HINT}{number}", hint
    for number, template in enumerate(dict.fromkeys(_templates(shown)), 1):
        yield f"{MESSAGE}{number}", template


def is_told_by_test(key: str) -> bool:
    """Whether the key is of a hint or a template."""
    return HINT in key or MESSAGE in key


def _templates(source: str) -> Iterator[str]:
    try:
        tree = tree_of(source)
    except UNREADABLE:
        return  # another language than Python, or with magic commands
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            template = _template(node.msg)
            if template.strip():
                yield template


def _template(message: ast.expr | None) -> str:
    if isinstance(message, ast.Constant) and isinstance(message.value, str):
        return message.value
    if not isinstance(message, ast.JoinedStr):
        return ""
    pieces, number = [], 0
    for part in message.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value))
        else:
            number += 1
            pieces.append(f"{{{number}}}")
    return "".join(pieces)

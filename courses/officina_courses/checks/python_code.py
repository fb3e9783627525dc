"""The Python of a cell as a tree, magics included."""

from __future__ import annotations

import ast
import re
from typing import Final

from officina_courses.python_text import UNREADABLE, tree_of

MAGIC: Final = re.compile(r"^([^\S\n]*+)[%!?].*$", re.MULTILINE)


def cell_tree(source: str) -> ast.Module | None:
    """What a cell says in Python, each magic a ``pass``; None for another language."""
    if source.lstrip().startswith("%%"):
        return None
    try:
        return tree_of(MAGIC.sub(r"\1pass", source))
    except UNREADABLE:
        return None

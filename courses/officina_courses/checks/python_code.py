"""The Python of a cell: what IPython makes of its magics, as a tree, or why it is none."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import Final, NamedTuple

from officina_courses.python_text import tree_of

# IPython's cell magics that run the lines below them as Python.
PYTHON_BELOW: Final = frozenset({"%%capture", "%%prun", "%%time", "%%timeit"})
REST: Final = r"(?:[^\n]*\\\n)*+[^\n]*"  # of a line, with those that it is continued in
MAGIC: Final = re.compile(
    rf"^([^\S\n]*+)(?:[%!?]|[,;/](?=\S)){REST}"  # %magic, !command, ?help, /call
    r"|^([^\S\n]*+)[\w.%][^\n#'\"]*\?[^\S\n]*$",  # help?
    re.MULTILINE,
)
ASSIGNED: Final = re.compile(rf"^([^\S\n]*+[^\W\d][^\n=]*=[^\S\n]*)[%!](?!=){REST}", re.MULTILINE)
MOST_MAGICS: Final = 5  # taken one by one; each is two further readings of the cell
PROMPTS: Final = (">>>", "In [")  # copied with the code; IPython passes them over
SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class NoPython(NamedTuple):
    """The first place of a cell at which Python stops, counted from 1, and what it says there."""

    line: int
    what: str


def cell_tree(source: str) -> ast.Module | None:
    """What a cell says in Python, each magic a ``pass``; None for another language, or none."""
    read = _read(source)
    return read if isinstance(read, ast.Module) else None


def no_python(source: str) -> NoPython | None:
    """Why the kernel would refuse the cell; None where it takes it or has another language."""
    read = _read(source)
    return _return_outside(read) if isinstance(read, ast.Module) else read


def _read(source: str) -> ast.Module | NoPython | None:
    """The tree, or where Python stops.

    A line that begins with % or / is a magic, or goes on with the line before: only Python itself
    knows. So where neither reading of all such lines is Python, those at which it stops are taken
    for magics one by one; a cell with many of them is not judged.
    """
    text = _python_of(source)
    if text is None:
        return None
    for _ in range(MOST_MAGICS):
        read = _tree(text)
        if not isinstance(read, NoPython):
            return read
        others = _tree(_without_magics(text))
        if not isinstance(others, NoPython):
            return others
        changed = _without_magic(text, read.line)
        if changed == text:
            return read
        text = changed
    return None


def _python_of(source: str) -> str | None:
    """The text with as many lines, and without the cell magic; None for another language."""
    text = textwrap.dedent(source)
    if text.lstrip().startswith(PROMPTS):
        return None
    if not text.lstrip().startswith("%%"):
        return text
    blank, magic, below = text.partition("%%")
    first, line_end, rest = below.partition("\n")
    word = f"{magic}{first.split()[0] if first.split() else ''}"
    return blank + line_end + rest if word in PYTHON_BELOW else None


def _without_magics(text: str) -> str:
    """The text with a plain statement in the place of all that looks like a magic."""
    return MAGIC.sub(_plain, ASSIGNED.sub(_plain, text))


def _without_magic(text: str, line: int) -> str:
    """The same for the magic in that line alone, if one is there."""
    lines = text.split("\n")
    first = min(line, len(lines)) - 1
    while first and lines[first - 1].endswith("\\"):
        first -= 1
    at = sum(len(each) + 1 for each in lines[:first])
    found = ASSIGNED.match(text, at) or MAGIC.match(text, at)
    return text[:at] + _plain(found) + text[found.end() :] if found else text


def _plain(found: re.Match[str]) -> str:
    before = next((group for group in found.groups() if group is not None), "")
    word = "None" if found.re is ASSIGNED else "pass"
    return before + word + "\n" * found.group().count("\n")


def _tree(text: str) -> ast.Module | NoPython:
    try:
        return tree_of(text)
    except SyntaxError as error:
        return NoPython(error.lineno or 1, error.msg)
    except ValueError:
        return NoPython(text.count("\n", 0, text.find("\0")) + 1, "it has a NUL character")
    except (RecursionError, MemoryError):
        return NoPython(1, "it is nested too deep")


def _return_outside(tree: ast.Module) -> NoPython | None:
    """What a tree may hold and no program: the usual trace of a line that is not indented."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            return NoPython(node.lineno, "'return' outside function")
        if not isinstance(node, SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
    return None

"""The parameters that a notebook declares in its cell tagged ``parameters``.

The cell is plain Python, as papermill's documentation has it::

    device: Literal["cpu", "gpu"] = "cpu"  # where the model is trained
    epochs: int = 3                        # passes over the data

The annotation tells the kind, the value the default, the comment what it is for. A trainer who
leaves the annotation out gets the kind of the default.
"""

from __future__ import annotations

import ast
import contextlib
import io
import tokenize
from typing import Any, Final, NamedTuple, TypeGuard

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError
from pydantic_core import from_json

from officina_courses.errors import DeclaredWrongly
from officina_courses.notebook_language import is_in_python
from officina_courses.notebooks import Cell, Notebook
from officina_courses.parameters.kinds import (
    ALLOWED,
    UnknownKind,
    kind_of_annotation,
    kind_of_value,
)
from officina_courses.python_text import UNREADABLE, tree_of

MOST_BITS: Final = 4096  # Python writes numbers of about three times as many
TOO_DEEP: Final = "it is nested too deep"
TAG: Final = "parameters"
WHY: Final = "A run with other values would not know what it may set."


class Parameter(NamedTuple):
    """One name that a notebook may be run with."""

    name: str
    kind: Any  # a Python type, as the annotation has it
    default: JsonValue
    help: str

    @property
    def says(self) -> str:
        """The kind in the words of the annotation: ``int``, ``Literal['cpu', 'gpu']``."""
        return self.kind.__name__ if isinstance(self.kind, type) else _shown(self.kind)

    def validated(self, value: object) -> JsonValue:
        """The value as the notebook gets it; text is read as JSON where that makes it of this kind.

        Raises
        ------
        pydantic.ValidationError
            Where the value is not of this kind.

        """
        adapter: TypeAdapter[JsonValue] = TypeAdapter(
            self.kind, config=ConfigDict(allow_inf_nan=False)
        )
        try:
            # What is no text has its kind already, and true is no number.
            return adapter.validate_python(value, strict=not isinstance(value, str))
        except ValidationError:
            if not isinstance(value, str):
                raise
            # Lists, null and numbers among choices stand in text as JSON has them.
            with contextlib.suppress(ValueError, TypeError):
                return self.validated(from_json(value))
            raise


def declared_in(notebook: Notebook) -> tuple[Parameter, ...]:
    """The parameters of a notebook, in the order of its cell; none where no cell has the tag.

    Those of a notebook in another language are not read: they run with their own values.

    Raises
    ------
    DeclaredWrongly
        Which names the notebook, the cell and the line.

    """
    cells = [cell for cell in notebook.cells if cell.kind == "code" and TAG in cell.tags]
    if not cells or not is_in_python(notebook):
        return ()
    if len(cells) > 1:
        numbers = ", ".join(str(cell.index) for cell in cells)
        raise DeclaredWrongly(
            f'is one of {len(cells)} cells tagged "{TAG}" (cells {numbers})',
            why="papermill writes the values of a run after one of them only.",
            todo="Keep the tag on one of them.",
            path=notebook.name,
            cell=cells[1].name,
            line=1,
        )
    try:
        return tuple(_of_cell(notebook.name, cells[0]))
    except RecursionError as error:  # walking takes more of Python's stack than parsing
        raise _wrong(notebook.name, cells[0], None, f"is no Python: {TOO_DEEP}") from error


def _of_cell(name: str, cell: Cell) -> list[Parameter]:
    try:
        lines = tree_of(cell.source).body
    except UNREADABLE as error:
        line = getattr(error, "lineno", None)
        says = error.msg if isinstance(error, SyntaxError) else TOO_DEEP
        raise _wrong(name, cell, line, f"is no Python: {says}") from error
    for node in (node for line in lines for node in ast.walk(line)):
        if _is_too_large(node):
            raise _wrong(name, cell, node.lineno, "has a number of too many digits to be written")
    comments = _comments(cell.source)
    found: dict[str, Parameter] = {}
    for line in lines:
        match line:
            case ast.Import() | ast.ImportFrom():
                continue  # Literal has to come from somewhere
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.AnnAssign(target=ast.Name(id=key), annotation=kind, value=ast.expr() as value):
                found[key] = _parameter(name, cell, key, kind, value, comments)
            case ast.Assign(targets=[ast.Name(id=key)], value=value):
                found[key] = _parameter(name, cell, key, None, value, comments)
            case _:
                what = f"sets no parameter: {ast.unparse(line)[:80]}"
                raise _wrong(name, cell, line.lineno, what)
    return list(found.values())


def _is_too_large(node: ast.AST) -> TypeGuard[ast.Constant]:
    """In hexadecimal Python reads numbers that it writes nowhere, and so not in a message."""
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, int) and value.bit_length() > MOST_BITS


def _parameter(
    name: str,
    cell: Cell,
    key: str,
    annotation: ast.expr | None,
    value: ast.expr,
    comments: dict[int, str],
) -> Parameter:
    line = value.lineno
    try:
        default = ast.literal_eval(value)
    except ValueError as error:
        what = f"gives {key} a default that has to be computed: {ast.unparse(value)[:80]}"
        raise _wrong(name, cell, line, what) from error
    try:
        kind = kind_of_value(default) if annotation is None else kind_of_annotation(annotation)
    except UnknownKind as error:
        raise _wrong(name, cell, line, f"gives {key} a kind that is none: {error}") from error
    help_text = comments.get(value.end_lineno or line, "")
    parameter = Parameter(name=key, kind=kind, default=default, help=help_text)
    try:
        parameter.validated(default)
    except ValidationError as error:
        what = f"gives {key} the default {default!r:.80}, which is no {parameter.says}"
        raise _wrong(name, cell, line, what) from error
    return parameter


def _comments(source: str) -> dict[int, str]:
    """The comment at the end of each line, by the line's number from 1."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _wrong(name: str, cell: Cell, line: int | None, what: str) -> DeclaredWrongly:
    return DeclaredWrongly(
        what,
        why=WHY,
        todo=f'Write each as "name: kind = value  # what it is for"; kinds are {ALLOWED}.',
        path=name,
        cell=cell.name,
        line=line or 1,
    )


def _shown(kind: Any) -> str:
    return str(kind).replace("typing.", "")

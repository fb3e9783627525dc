"""The kinds of value that a parameter may have, from the annotation a trainer wrote.

An annotation is read, never run: a notebook may come from anybody.
"""

from __future__ import annotations

import ast
from typing import Any, Final, Literal

PLAIN: Final[dict[str, Any]] = {"bool": bool, "float": float, "int": int, "str": str}
MOST_CHOICES: Final = 100
ALLOWED: Final = 'bool, int, float, str, list[…] of these, Literal["…"], and each with "| None"'


class UnknownKind(ValueError):  # noqa: N818 - reads as the sentence it is
    """An annotation that names no kind of parameter."""


def kind_of_annotation(node: ast.expr) -> Any:
    """The Python type that the annotation ``node`` stands for.

    Raises
    ------
    UnknownKind
        For anything but ``ALLOWED``.

    """
    match node:
        case ast.Name(id=name) if name in PLAIN:
            return PLAIN[name]
        case ast.Constant(value=None):
            return None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return kind_of_annotation(left) | kind_of_annotation(right)
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return list[kind_of_annotation(inner)]  # type: ignore[misc]
        case ast.Subscript(value=value, slice=inner) if _is_literal(value):
            return _choices(inner)
    raise UnknownKind(ast.unparse(node))


def _is_literal(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="Literal") | ast.Attribute(value=ast.Name(id="typing"), attr="Literal"):
            return True
    return False


def _choices(inner: ast.expr) -> Any:
    nodes = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    plain = all(isinstance(value, str | int | bool) for value in values)
    if len(values) != len(nodes) or not plain or not 1 <= len(nodes) <= MOST_CHOICES:
        raise UnknownKind(f"Literal[{ast.unparse(inner)}]"[:200])
    return Literal[tuple(values)]


def kind_of_value(value: object) -> Any:
    """The type that a default stands for where no annotation tells it.

    Raises
    ------
    UnknownKind
        For a default of another kind than parameters have.

    """
    for kind in (bool, int, float, str):
        if type(value) is kind:
            return kind
    if isinstance(value, list) and value:
        kinds = {kind_of_value(each) for each in value}
        if len(kinds) == 1:
            return list[kinds.pop()]  # type: ignore[misc]
    raise UnknownKind(type(value).__name__ if value is not None else "None")

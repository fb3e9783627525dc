"""Changes a test's text at places that its syntax tree names, and nowhere else."""

from __future__ import annotations

import ast


def span(source: str, node: ast.expr) -> tuple[int, int]:
    """Where an expression begins and ends, without brackets around it."""
    end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
    return offset(source, node.lineno, node.col_offset), offset(source, end_line, end_column)


def offset(source: str, line: int, column: int) -> int:
    """A place in bytes from the beginning, as Python counts columns."""
    return sum(map(len, source.encode().split(b"\n")[: line - 1])) + line - 1 + column


def spliced(source: str, start: int, end: int, text: str) -> str:
    """``source`` with ``text`` in the place of what stands from ``start`` to ``end``."""
    data = source.encode()
    return (data[:start] + text.encode() + data[end:]).decode()

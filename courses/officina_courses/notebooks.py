"""Reading notebooks that may be damaged or hostile: bounded, in words, never running anything.

A *view* is what checks and grading need to know of a notebook; ``content`` is all of it, as JSON.
nbformat is not asked, because it believes what it reads; what it would refuse is told here with the
place and a way out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field

from officina_courses.grade_cells import GradeCell, grade_cell_of
from officina_courses.model import Frozen
from officina_courses.notebook_refusals import (
    REFUSALS,
    SAVE_AGAIN,
    NotebookLimits,
    no_notebook,
    refused,
    too_deep,
    too_large,
    too_new,
    too_old,
)

__all__ = [
    "REFUSALS",
    "Cell",
    "Notebook",
    "NotebookLimits",
    "load_notebook",
    "parse_notebook",
]

ESCAPED_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class Cell(Frozen):
    """One cell as checks and grading see it."""

    index: int = Field(description="Counted from 1, as people count")
    kind: Literal["code", "markdown", "raw"]
    source: str
    grading: GradeCell | None = Field(default=None, description="None for nbgrader's plain cells")
    output_count: int = 0
    attachments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The grade_id where there is one, else the number, for messages."""
        if self.grading is not None and self.grading.grade_id:
            return self.grading.grade_id
        return f"cell {self.index}"


class Notebook(Frozen):
    """A notebook that could be read."""

    name: str
    cells: tuple[Cell, ...]
    content: dict[str, Any] = Field(repr=False, description="The whole notebook as JSON")
    peculiarities: tuple[str, ...] = Field(
        default=(), description="Codes of what was mended while reading: bom, nan, surrogates"
    )

    @cached_property
    def graded_cells(self) -> tuple[Cell, ...]:
        """The cells that nbgrader gives a mark, in order."""
        return tuple(cell for cell in self.cells if cell.grading and cell.grading.is_graded)

    @property
    def kernel_name(self) -> str:
        """The kernel the notebook asks for, or nothing."""
        spec = self.content.get("metadata", {}).get("kernelspec")
        name = spec.get("name") if isinstance(spec, dict) else None
        return name if isinstance(name, str) else ""


def load_notebook(path: Path, *, name: str = "", limits: NotebookLimits | None = None) -> Notebook:
    """Read a notebook file; ``name`` is how messages call it.

    Raises
    ------
    NotebookError
        Whose ``code`` is a key of ``REFUSALS``.

    """
    name, limits = name or path.name, limits or NotebookLimits()
    if not path.is_file():
        raise refused(name, "notebook-missing", "it is not there", "Put it there.")
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise too_large(name, size, limits)
    with path.open("rb") as file:
        return parse_notebook(file.read(limits.max_bytes + 1), name=name, limits=limits)


def parse_notebook(data: bytes, *, name: str, limits: NotebookLimits | None = None) -> Notebook:
    """Read a notebook from its bytes; raises as ``load_notebook`` does."""
    limits = limits or NotebookLimits()
    if len(data) > limits.max_bytes:
        raise too_large(name, len(data), limits)
    peculiarities: list[str] = ["bom"] if data.startswith(b"\xef\xbb\xbf") else []
    content = _parse_json(_decoded(data, name), name, peculiarities)
    if _depth_exceeds(content, limits.max_depth):
        raise too_deep(name)
    if ESCAPED_SURROGATE.search(data) and (mended := _without_surrogates(content)) != content:
        content = mended
        peculiarities.append("surrogates")
    notebook = _checked(content, name, limits)
    return Notebook(
        name=name,
        cells=tuple(_cell(index, cell, name) for index, cell in enumerate(notebook["cells"], 1)),
        content=notebook,
        peculiarities=tuple(peculiarities),
    )


def _decoded(data: bytes, name: str) -> str:
    if not data.strip():
        raise refused(name, "notebook-empty", "it has no content", "Take a copy that has some.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(
            name,
            "notebook-not-utf8",
            f"line {line} has bytes that are not UTF-8",
            "Save it as UTF-8 without byte order mark; JupyterLab does so by itself.",
            line=line,
        ) from error


def _parse_json(text: str, name: str, peculiarities: list[str]) -> object:
    def constant(_word: str) -> None:
        # NaN and Infinity are Python's own; JupyterLab cannot read them, so they become null.
        if "nan" not in peculiarities:
            peculiarities.append("nan")

    try:
        return json.loads(text, parse_constant=constant)
    except RecursionError:
        raise too_deep(name) from None
    except json.JSONDecodeError as error:
        cut_off = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        ends = "; the file ends too early, as after an interrupted copy" if cut_off else ""
        what = f"it is not JSON at line {error.lineno}, column {error.colno} ({error.msg}){ends}"
        raise refused(name, "notebook-not-json", what, SAVE_AGAIN, line=error.lineno) from error
    except ValueError as error:  # a number with thousands of digits
        raise refused(name, "notebook-not-json", f"it is not JSON ({error})", SAVE_AGAIN) from error


def _depth_exceeds(content: object, max_depth: int) -> bool:
    level = [content]
    for _ in range(max_depth):
        level = [child for node in level for child in _children(node)]
        if not level:
            return False
    return True


def _children(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        yield from (child for child in node.values() if isinstance(child, (dict, list)))
    elif isinstance(node, list):
        yield from (child for child in node if isinstance(child, (dict, list)))


def _without_surrogates(node: Any) -> Any:
    """Halves of characters cannot be written to a file or shown; each becomes a question mark."""
    if isinstance(node, str):
        return node.encode("utf-8", "replace").decode()
    if isinstance(node, list):
        return [_without_surrogates(child) for child in node]
    if isinstance(node, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in node.items()}
    return node


def _checked(content: object, name: str, limits: NotebookLimits) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise no_notebook(name, f"its JSON is a {_kind(content)} instead of an object")
    version = content.get("nbformat")
    if isinstance(version, bool) or not isinstance(version, int):
        raise no_notebook(name, f"its nbformat is {str(version)[:40]!a} instead of 4")
    if version < 4:
        raise too_old(name, version)
    if version > 4:
        raise too_new(name, version)
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise no_notebook(name, f"its cells are a {_kind(cells)} instead of a list")
    if len(cells) > limits.max_cells:
        raise refused(
            name,
            "notebook-too-many-cells",
            f"it has {len(cells)} cells; {limits.max_cells} are allowed",
            "Split it into several notebooks.",
        )
    if not isinstance(content.get("metadata", {}), dict):
        raise no_notebook(name, "its metadata is not an object")
    return content


def _cell(index: int, cell: object, name: str) -> Cell:
    if not isinstance(cell, dict):
        raise no_notebook(name, f"cell {index} is a {_kind(cell)} instead of an object")
    kind, metadata = cell.get("cell_type"), cell.get("metadata", {})
    if kind not in ("code", "markdown", "raw"):
        raise no_notebook(name, f"cell {index} is of type {str(kind)[:40]!a}")
    if not isinstance(metadata, dict):
        raise no_notebook(name, f"the metadata of cell {index} is not an object")
    outputs, attachments, tags = (
        cell.get("outputs"), cell.get("attachments"), metadata.get("tags")
    )  # fmt: skip
    return Cell(
        index=index,
        kind=kind,
        source=_source(index, cell.get("source", ""), name),
        grading=grade_cell_of(metadata.get("nbgrader")),
        output_count=len(outputs) if isinstance(outputs, list) else 0,
        attachments=tuple(attachments) if isinstance(attachments, dict) else (),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _source(index: int, source: object, name: str) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    raise no_notebook(name, f"the source of cell {index} is not text")


def _kind(value: object) -> str:
    names = {dict: "object", list: "list", str: "text", bool: "truth value", type(None): "null"}
    return names.get(type(value), "number")

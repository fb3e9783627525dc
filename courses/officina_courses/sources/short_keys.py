"""The short keys of a cell's header, and nbgrader's metadata that they stand for."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from officina_courses.grade_cells import CURRENT_SCHEMA, grade_cell_of


class Kind(NamedTuple):
    """What a short key makes of its cell."""

    flags: tuple[str, ...]  # nbgrader's, that are true
    has_points: bool
    cell_types: tuple[str, ...]


ANYWHERE: Final = ("code", "markdown")
KINDS: Final[dict[str, Kind]] = {
    "answer": Kind(("solution",), has_points=False, cell_types=("code",)),
    "tests": Kind(("grade", "locked"), has_points=True, cell_types=("code",)),
    "given": Kind(("locked",), has_points=False, cell_types=ANYWHERE),
    "written": Kind(("grade", "solution"), has_points=True, cell_types=ANYWHERE),
    "task": Kind(("locked", "task"), has_points=True, cell_types=("markdown",)),
}
FLAGS: Final = ("grade", "locked", "solution", "task")
OURS: Final = ("id", *KINDS, "points")
# Jupyter's own cell metadata; anything else with a plain value is taken for a typing error.
JUPYTERS: Final = frozenset(
    {"collapsed", "deletable", "editable", "format", "jupyter", "name", "raw_mimetype", "scrolled",
     "slideshow", "tags", "title"}
)  # fmt: skip
# nbformat's own rule; ids that learners' marks hang on may be of any such form.
ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
ID_RULE: Final = "letters, digits and hyphens, at most 64"


def header_problems(metadata: dict[str, Any], cell_type: str) -> Iterator[str]:
    """What is wrong in a header; nothing where ``expanded`` may be called."""
    if "incorrectly_encoded_metadata" in metadata:
        shown = str(metadata["incorrectly_encoded_metadata"])[:80]
        yield f"the header cannot be read at {shown!a}; write KEY=VALUE pairs, texts in quotes"
        return
    yield from _unknown(metadata)
    kinds = [key for key in KINDS if key in metadata]
    for key in ("id", *kinds):
        value = metadata.get(key, "x")
        if not isinstance(value, str) or not ID.match(value):
            yield f"{key} is {str(value)[:80]!a}; an id has {ID_RULE}"
    if len(kinds) > 1:
        yield f"a cell is one thing, and this one is {' and '.join(kinds)}; take one key out"
    for key in kinds:
        if cell_type not in KINDS[key].cell_types:
            wanted = " or ".join(KINDS[key].cell_types)
            yield f"{key} stands in a {cell_type} cell, where only a {wanted} cell can be one"
    yield from _points(metadata, kinds)


def _unknown(metadata: dict[str, Any]) -> Iterator[str]:
    for key, value in metadata.items():
        if key in OURS or key in JUPYTERS or isinstance(value, dict):
            continue
        near = difflib.get_close_matches(key, [*OURS, *JUPYTERS], n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(OURS)}, tags"
        yield f"the header has the unknown key {key!a}; {hint}"


def _points(metadata: dict[str, Any], kinds: list[str]) -> Iterator[str]:
    wanting = [key for key in kinds if KINDS[key].has_points]
    points = metadata.get("points")
    if wanting and "points" not in metadata:
        yield f"{wanting[0]} has no points; add points=1, or as many as it is worth"
    elif kinds and not wanting and "points" in metadata:
        yield f"{kinds[0]} has points, which only tests, written and task can have"
    elif not kinds and "points" in metadata:
        yield "the cell has points and is not graded; add tests, written or task, or take them out"
    elif wanting:
        is_number = isinstance(points, int | float) and not isinstance(points, bool)
        if not is_number or not math.isfinite(points) or points <= 0:  # type: ignore[arg-type, operator]
            yield f"points is {str(points)[:40]!a}; it must be a number above 0"


def expanded(metadata: dict[str, Any]) -> dict[str, Any]:
    """The cell's metadata as nbgrader and Jupyter know it, made from a header without problems."""
    made = {key: value for key, value in metadata.items() if key not in OURS}
    for key, kind in KINDS.items():
        if key in metadata:
            graded: dict[str, Any] = {flag: flag in kind.flags for flag in FLAGS}
            graded |= {"grade_id": metadata[key], "schema_version": CURRENT_SCHEMA}
            if kind.has_points:
                graded["points"] = metadata["points"]
            made["nbgrader"] = graded
    return made


def grade_id_of(metadata: dict[str, Any]) -> str | None:
    """The value of the header's short key."""
    return next((metadata[key] for key in KINDS if key in metadata), None)


def shortened(metadata: dict[str, Any]) -> dict[str, Any]:
    """The header that ``expanded`` makes this of; raises ``ValueError`` with the reason."""
    rest = {key: value for key, value in metadata.items() if key != "nbgrader"}
    graded = grade_cell_of(metadata.get("nbgrader"))
    if graded is None:
        return rest
    if graded.problems:
        raise ValueError(graded.problems[0])
    on = {flag for flag in FLAGS if getattr(graded, flag)}
    for key, kind in KINDS.items():
        # nbgrader lets a written answer be locked or not, and tasks carry either flag.
        if on - {"locked"} == set(kind.flags) - {"locked"}:
            header: dict[str, Any] = {key: graded.grade_id}
            if kind.has_points:
                points = graded.points
                header["points"] = int(points) if points.is_integer() else points
            return header | rest
    raise ValueError(f"its nbgrader metadata says {' and '.join(sorted(on))} together")

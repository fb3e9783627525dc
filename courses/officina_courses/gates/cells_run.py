"""What each cell of a notebook took and showed when it was run, to be compared with other runs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from officina_courses.gates.home import INJECTED

# What no two runs have in common: where objects lie in memory, and colours of terminals.
BY_CHANCE: Final = re.compile(r"0x[0-9a-fA-F]{6,}|\x1b\[[0-9;]*m")


class RanCell(NamedTuple):
    """``shown`` is a fingerprint of the cell's texts; empty where it showed nothing."""

    seconds: float | None
    shown: str


def ran_cells(notebook: str | None) -> tuple[RanCell, ...]:
    """Those of a notebook as papermill wrote it, in order, without the cell of parameters."""
    if notebook is None:
        return ()
    try:
        cells: list[dict[str, Any]] = json.loads(notebook)["cells"]
        return tuple(
            RanCell(_seconds(cell), fingerprint(cell.get("outputs", [])))
            for cell in cells
            if cell.get("id") != INJECTED
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def fingerprint(outputs: Sequence[Any]) -> str:
    """Of what the outputs say; of pictures and tables only that they are there."""
    if not outputs:
        return ""
    said = "\n".join(_said(outputs))
    return hashlib.sha256(BY_CHANCE.sub("", said).encode(errors="replace")).hexdigest()[:32]


def _said(outputs: Sequence[Any]) -> Iterator[str]:
    # Prints come in pieces, as it happens.
    for name in ("stdout", "stderr"):
        yield "".join(_text(each.get("text")) for each in outputs if each.get("name") == name)
    for output in outputs:
        if output.get("output_type") == "error":
            yield f"{output.get('ename')}: {output.get('evalue')}"
        for kind, content in sorted(output.get("data", {}).items()):
            yield f"{kind}: {_text(content) if kind == 'text/plain' else ''}"


def _text(content: object) -> str:
    return "".join(map(str, content)) if isinstance(content, list) else str(content or "")


def _seconds(cell: dict[str, Any]) -> float | None:
    took = cell.get("metadata", {}).get("papermill", {}).get("duration")
    return round(took, 3) if isinstance(took, int | float) and took >= 0 else None

"""Where a finding stands in the text that people edit: ``source/a/a.py:12``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from officina_courses.model import Finding
from officina_courses.sources.building import ids_of
from officina_courses.sources.errors import JupytextMissing, SourceError
from officina_courses.sources.reading import Source, is_source, read_source

UNREADABLE: Final = "OFF020"


def placed(folder: Path, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those in cells of notebooks that have a source with its path and line."""
    sources: dict[str, Source | None] = {}
    for finding in findings:
        path = finding.path
        # A notebook that cannot be read has no cells: its lines are its file's own.
        if not path.endswith(".ipynb") or finding.code == UNREADABLE:
            yield finding
            continue
        if path not in sources:
            sources[path] = _source(folder, path)
        source = sources[path]
        yield finding if source is None else _placed(finding, source)


def _source(folder: Path, path: str) -> Source | None:
    name = PurePosixPath(path).with_suffix(".py").as_posix()
    if not is_source(folder / name):
        return None
    try:
        return read_source(folder / name, name)
    except (SourceError, JupytextMissing):
        return None  # told by the check of sources


def _placed(finding: Finding, source: Source) -> Finding:
    if finding.cell is None:
        return finding.model_copy(update={"path": source.path, "line": finding.line or 1})
    for number, (cell, name) in enumerate(zip(source.cells, ids_of(source), strict=True), 1):
        if finding.cell in {cell.grade_id, name, f"cell {number}"}:
            line = cell.line + (finding.line or 0)
            return finding.model_copy(update={"path": source.path, "cell": name, "line": line})
    return finding

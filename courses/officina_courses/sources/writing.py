"""Writes a notebook that was edited in JupyterLab back as a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from officina_courses.notebooks import Notebook
from officina_courses.sources.building import BUILT
from officina_courses.sources.cell_ids import needed_ids
from officina_courses.sources.errors import JupytextMissing, SourceError, SourceProblem
from officina_courses.sources.reading import FORMAT
from officina_courses.sources.short_keys import grade_id_of, shortened


def as_source(notebook: Notebook) -> str:
    """The source's text.

    Raises
    ------
    SourceError
        For what no source can say: attachments, or nbgrader metadata that is damaged.

    """
    try:
        import jupytext
        from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
    except ImportError as error:
        raise JupytextMissing from error
    makers: dict[str, Callable[..., Any]] = {
        "code": new_code_cell,
        "markdown": new_markdown_cell,
        "raw": new_raw_cell,
    }
    headers = _headers(notebook)
    own = notebook.content.get("metadata", {})
    extra = {key: value for key, value in own.items() if key not in BUILT and key != "jupytext"}
    only = ",".join([*extra, "-all"])
    try:
        cells = [
            makers[cell.kind](cell.source, metadata=header)
            for cell, header in zip(notebook.cells, headers, strict=True)
        ]
        text: str = jupytext.writes(
            new_notebook(cells=cells, metadata=extra),  # type: ignore[no-untyped-call]
            fmt=FORMAT | {"cell_metadata_filter": "all", "notebook_metadata_filter": only},
        )
    except Exception as error:  # jupytext promises no family of errors for odd metadata
        what = f"jupytext stops at its metadata: {error!r:.200}; set that anew in JupyterLab"
        raise SourceError([_problem(notebook, what)]) from error
    return text


def _headers(notebook: Notebook) -> list[dict[str, Any]]:
    problems: list[SourceProblem] = []
    raw = notebook.content["cells"]
    headers: list[dict[str, Any]] = []
    for cell in notebook.cells:
        try:
            header = shortened(raw[cell.index - 1].get("metadata", {}))
        except ValueError as error:
            header = {}
            problems.append(_problem(notebook, f"cell {cell.index}, {error}"))
        if cell.attachments:
            what = (
                f"cell {cell.index} has {cell.attachments[0]!a} attached; save the picture beside "
                "the notebook, and show it with ![what it tells](NAME)"
            )
            problems.append(_problem(notebook, what))
        headers.append(header)
    if problems:
        raise SourceError(problems)
    return _with_ids(notebook, raw, headers)


def _with_ids(
    notebook: Notebook, raw: list[dict[str, Any]], headers: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each header with the cell's id, where the build would give it another one."""
    named = []
    for number, (cell, header) in enumerate(zip(raw, headers, strict=True), 1):
        grade_id = grade_id_of(header)
        name = str(cell.get("id", grade_id or f"cell-{number}"))
        text = notebook.cells[number - 1].source if cell["cell_type"] == "markdown" else ""
        named.append((name, text, name == grade_id))
    needed = needed_ids(named)
    return [
        {"id": name, **header} if is_needed else header
        for (name, _, _), header, is_needed in zip(named, headers, needed, strict=True)
    ]


def _problem(notebook: Notebook, what: str) -> SourceProblem:
    return SourceProblem(notebook.name, 1, what)

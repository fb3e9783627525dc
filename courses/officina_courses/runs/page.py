"""A page of all runs that are kept in a folder: one file that opens without a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import quote

from officina_courses.runs.record import NOTEBOOK, RunRecord, folder_of
from officina_courses.whole_files import write_whole

PAGE: Final = "index.html"
IN_WORDS: Final = {
    "passed": "passed",
    "failed": "a cell failed",
    "timeout": "a cell took too long",
    "died": "the kernel ended",
    "impossible": "could not be run",
}


def write_page(into: Path, records: Sequence[RunRecord]) -> Path:
    """Write the page of these runs into their folder; its path."""
    from jinja2 import Environment

    template = (files("officina_courses.runs") / "page.html").read_text(encoding="utf-8")
    html = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    names = varying_names(records)
    longest = max((record.seconds for record in records), default=0) or 1
    rows = [_row(into, record, names, longest) for record in records]
    passed = sum(record.outcome == "passed" for record in records)
    text = html.render(rows=rows, names=names, passed=passed, count=len(records))
    write_whole(into / PAGE, text.encode())
    return into / PAGE


def varying_names(records: Iterable[RunRecord]) -> list[str]:
    """The parameters that any of the runs was given, in the order of their first mention."""
    return list(dict.fromkeys(name for record in records for name in record.run.parameters))


def _row(into: Path, record: RunRecord, names: Sequence[str], longest: float) -> dict[str, object]:
    run = record.run
    notebook = folder_of(into, run) / NOTEBOOK
    usage = record.usage
    return {
        "notebook": run.path.removeprefix("source/"),
        "link": quote(f"{notebook.parent.name}/{NOTEBOOK}") if notebook.is_file() else None,
        "version": f"{run.course_id} {run.course_version}",
        "values": [
            {"value": run.parameters[name], "whose": run.chosen_by[name]}
            if name in run.parameters
            else None
            for name in names
        ],
        "outcome": record.outcome,
        "in_words": IN_WORDS[record.outcome],
        "where": None if record.cell_index is None else record.cell_index + 1,
        "message": record.message,
        "seconds": f"{record.seconds:.1f}",
        "share": round(100 * record.seconds / longest, 1),
        "cpu": f"{usage.cpu_seconds:.1f}" if usage else "not known",
        "memory": f"{usage.memory_mib:.0f}" if usage else "not known",
        "began": record.started_at.strftime("%Y-%m-%d %H:%M UTC"),
        "machine": record.machine,
        "software": ", ".join(f"{name} {found}" for name, found in record.software.items()),
    }

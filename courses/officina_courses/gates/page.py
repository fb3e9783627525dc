"""The gates as a page: one file that opens without a server."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from officina_courses.check import format_finding
from officina_courses.gates.report import GateReport, SeenCell

STATES = {"passed": "passed", "failed": "closed", "skipped": "not tried"}


def page(report: GateReport) -> str:
    """The whole page."""
    from jinja2 import Environment

    template = (files("officina_courses.gates") / "page.html").read_text(encoding="utf-8")
    html = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    notebooks: dict[str, list[SeenCell]] = {}
    for cell in report.cells:
        notebooks.setdefault(cell.path, []).append(cell)
    return html.render(
        report=report,
        states=STATES,
        passed=sum(gate.state == "passed" for gate in report.gates),
        lines={
            gate.id: [format_finding(found) for found in gate.findings] for gate in report.gates
        },
        notebooks={path: _notebook(cells) for path, cells in notebooks.items()},
        began=report.checked_at.strftime("%Y-%m-%d %H:%M UTC"),
    )


def _notebook(cells: list[SeenCell]) -> dict[str, Any]:
    return {"cells": cells, "fine": sum(cell.is_fine for cell in cells)}

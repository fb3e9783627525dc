"""The program inside the sandbox: does one thing with one notebook and reports one JSON object.

It is started as ``python -m officina_courses.running.inside`` with a ``RunOrder`` as JSON on its
standard input, and writes a ``RunResult`` to its standard output.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from officina_courses.late_grammars import grammars_later
from officina_courses.running.protocol import RunOrder, RunResult


def main() -> None:
    """Do what is ordered, and report."""
    grammars_later()
    # What notebooks and libraries print goes elsewhere; the report alone goes to the parent.
    report_to = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    order = RunOrder.model_validate_json(sys.stdin.buffer.read())
    work = Path.home() / "work"
    shutil.copytree(order.folder, work)
    os.chdir(work)
    result = _do(order, work)
    with os.fdopen(report_to, "wb") as report:
        report.write(result.model_dump_json().encode())


def _do(order: RunOrder, work: Path) -> RunResult:
    if order.purpose == "run":
        from traitlets.config import Config

        from officina_courses.running.executing import execute

        # No port is needed, and other notebooks on the machine cannot listen.
        without_ports = Config({"KernelManager": {"transport": "ipc"}})
        return execute(order, work, Path.home() / "ran.ipynb", config=without_ports)
    from officina_courses.running.autotests import write_out

    return write_out(order, work)


if __name__ == "__main__":
    main()

"""One run of a plan, as a program of its own: what a job of a batch system starts.

``python -m officina_courses.runs.one FOLDER INTO PLAN NUMBER`` does the run of that number, counted
from 0, of the plan that ``write_plan`` wrote.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from officina_courses.late_grammars import grammars_later
from officina_courses.runs.doing import do_runs
from officina_courses.runs.plan import PlannedRun
from officina_courses.whole_files import write_whole

PLAN = TypeAdapter(tuple[PlannedRun, ...])


def write_plan(path: Path, runs: Sequence[PlannedRun]) -> None:
    """Keep a plan where the program finds it."""
    write_whole(path, PLAN.dump_json(tuple(runs)))


def main(folder: str, into: str, plan: str, number: str) -> int:
    """Do the run; 0 where it was done, however it went: its record says that."""
    grammars_later()
    runs = PLAN.validate_json(Path(plan).read_bytes())
    for record in do_runs(Path(folder), [runs[int(number)]], Path(into), workers=1):
        print(record.run.path, record.run.parameters, record.outcome, record.message)  # noqa: T201 - the job's log
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

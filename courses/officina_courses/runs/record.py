"""What is kept of a run: a folder of its own with the notebook as it ran, and its provenance."""

from __future__ import annotations

import platform
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from officina_courses.model import Frozen
from officina_courses.running.protocol import Usage
from officina_courses.runs.place import check_no_link
from officina_courses.runs.plan import PlannedRun
from officina_courses.whole_files import write_whole

RECORD: Final = "run.json"
NOTEBOOK: Final = "notebook.ipynb"
SOFTWARE: Final = ("officina", "papermill", "ipykernel", "numpy", "pandas", "torch")


class RunRecord(Frozen):
    """One run that ended: what it was, how it went, and on what it ran."""

    run: PlannedRun
    outcome: Literal["passed", "failed", "timeout", "died", "impossible"]
    message: str = ""
    cell_index: int | None = Field(default=None, description="Counted from 0, injected cell too")
    started_at: datetime
    seconds: float
    usage: Usage | None = None
    machine: str
    software: dict[str, str]


def folder_of(into: Path, run: PlannedRun) -> Path:
    """Where a run is kept: a name to read, and the key."""
    return into / f"{run.exercise}--{Path(run.path).stem}--{run.key}"


def keep(into: Path, record: RunRecord, notebook: str | None) -> None:
    """Write a run down; its record comes last, so that a half-kept run is no run."""
    place = folder_of(into, record.run)
    check_no_link(place)
    if notebook is not None:
        write_whole(place / NOTEBOOK, notebook.encode())
    write_whole(place / RECORD, record.model_dump_json(indent=1).encode())


def kept_record(into: Path, run: PlannedRun) -> RunRecord | None:
    """What is kept of this run, if it is there and can be read."""
    try:
        record = RunRecord.model_validate_json((folder_of(into, run) / RECORD).read_bytes())
    except (OSError, ValidationError):
        return None
    return record if record.run.key == run.key else None


def kept_records(into: Path) -> list[RunRecord]:
    """All runs that are kept there, the latest last."""
    found: list[RunRecord] = []
    for place in sorted(into.glob(f"*/{RECORD}")):
        try:
            found.append(RunRecord.model_validate_json(place.read_bytes()))
        except (OSError, ValidationError):
            continue
    return sorted(found, key=lambda record: record.started_at)


def this_machine() -> str:
    """Its name and its processor's kind."""
    return f"{platform.node()} ({platform.machine()}, Python {platform.python_version()})"


def this_software() -> dict[str, str]:
    """The versions of what notebooks mostly stand on, as far as it is installed."""
    found = {}
    for name in SOFTWARE:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found

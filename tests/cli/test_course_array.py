"""An array of runs, as whoever waits for it sees the folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from officina_courses.runs import PlannedRun, RunRecord, RunRequest, plan_runs
from officina_courses.runs.record import keep
from officina_courses.scaffold import new_course
from officina_hub.course_jobs import JobNeeds, RunArray


def record_of(run: PlannedRun, outcome: Any, began: datetime) -> RunRecord:
    return RunRecord(
        run=run, outcome=outcome, started_at=began, seconds=1, machine="node", software={}
    )


class SlowClockCluster:
    """Does all runs at once, on nodes whose clocks are an hour behind."""

    def __init__(self, into: Path, runs: Sequence[PlannedRun]) -> None:
        self._into = into
        self._runs = runs

    async def submit(self, script: str, person: str, environment: dict[str, str]) -> str:
        began = datetime.now(UTC) - timedelta(hours=1)
        for run in self._runs:
            keep(self._into, record_of(run, "passed", began), None)
        return "1"


async def test_what_a_node_with_a_slow_clock_kept_has_arrived(tmp_path: Path) -> None:
    folder, into = tmp_path / "c", tmp_path / "runs"
    new_course(folder, course_id="c", title="C")
    runs = plan_runs(folder, RunRequest())
    keep(into, record_of(runs[0], "failed", datetime.now(UTC)), None)
    cluster: Any = SlowClockCluster(into, runs)
    array = RunArray(cluster, "ada", folder=folder, into=into)
    told = [record async for record in array.run(runs, JobNeeds())]
    assert [record.outcome for record in told] == ["passed"] * len(runs)

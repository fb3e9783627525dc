"""What the gates of a course come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field, JsonValue

from officina_courses.checks.data_files import DataFile
from officina_courses.gates.table import GATES, Gate
from officina_courses.model import Finding, Frozen

State = Literal["passed", "failed", "skipped"]


class GateResult(Frozen):
    """Whether a course passes one gate."""

    id: str
    title: str
    question: str
    state: State
    note: str = ""
    findings: tuple[Finding, ...] = ()


class Measured(Frozen):
    """One notebook with one profile: how long it ran, what it held, what it got."""

    path: str
    profile: str | None
    parameters: dict[str, JsonValue] = Field(
        default={}, description="Values that the profile or the site set"
    )
    outcome: str
    seconds: float
    quiet_seconds: float | None = Field(
        default=None, description="Of these, without waiting for a processor that others had"
    )
    cpu_seconds: float | None = None
    memory_mib: float | None = None
    points: float | None = Field(default=None, description="Of tests, that the solution got")
    most_points: float | None = None
    tests: int = 0
    energy_joules: float | None = Field(
        default=None,
        description="Of the machine's processors meanwhile, whoever used them; null where unknown",
    )
    guarded: tuple[str, ...] = Field(
        default=(), description="Of these, what ran beside the solution's code"
    )
    grading_seconds: float | None = None


class SeenCell(Frozen):
    """One cell of a notebook, for the page: green where nothing was found in it.

    Of its run, with the first profile, how long it took and what it showed.
    """

    path: str
    name: str
    kind: str
    is_fine: bool
    seconds: float | None = Field(default=None, description="Null for what is not run")
    shown: str | None = Field(
        default=None,
        description="A fingerprint of the texts that it showed; empty where it showed nothing",
    )
    as_brought: bool | None = Field(
        default=None,
        description="Whether it showed what it came with; null where it came without outputs",
    )


class GateReport(Frozen):
    """All of one check with gates."""

    course_id: str
    version: str
    profiles: tuple[str, ...] = Field(description="Those with which notebooks ran")
    gates: tuple[GateResult, ...]
    measured: tuple[Measured, ...]
    cells: tuple[SeenCell, ...]
    data_files: tuple[DataFile, ...]
    seconds: float
    machine: str
    checked_at: datetime

    @property
    def is_passed(self) -> bool:
        """Whether no gate is closed; one that was not tried is not passed."""
        return all(gate.state == "passed" for gate in self.gates)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What closed gates, and advice."""
        return tuple(finding for gate in self.gates for finding in gate.findings)


def results(findings: Iterable[Finding], *, not_run: str = "") -> tuple[GateResult, ...]:
    """Each gate with its findings; ``not_run`` says why notebooks were not run, where so."""
    known = list(findings)
    return tuple(_result(gate, known, not_run) for gate in GATES)


def _result(gate: Gate, findings: Sequence[Finding], not_run: str) -> GateResult:
    own = tuple(each for each in findings if each.code in gate.codes)
    closed = [each for each in own if gate.is_strict or each.severity == "error"]
    state: State = "failed" if closed else "passed"
    note = ""
    if not closed and gate.runs and not_run:
        state, note = "skipped", not_run
    return GateResult(
        id=gate.id,
        title=gate.title,
        question=gate.question,
        state=state,
        note=note,
        findings=own,
    )

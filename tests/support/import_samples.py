"""Courses from elsewhere for tests: packages, and what running them came to."""

from __future__ import annotations

from portal_house import NOON, course
from sqlalchemy.orm import Session

from officina_courses.gates.report import GateReport, Measured, SeenCell, results
from officina_courses.marks import ExerciseBuilt
from officina_courses.model import Finding
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.imports import import_out, publish_import, take_import
from officina_hub.portal.store.publishing import publish
from officina_hub.portal.store.queue import claim
from officina_hub.portal.store.releases import Package
from officina_hub.portal.store.results import Handed, hand_in
from officina_widgets.import_wire import ImportOrigin, ImportOut, ProofResult
from officina_widgets.wire import FileEntry, Job, PrepareResult

TINA = Act(user="tina", at=NOON)
GRADER = Act(user="officina-grader", at=NOON)
NOTEBOOK = "source/leaf/leaf.ipynb"


def package(
    version: str = "1.0.0", course_id: str = "tea", files: tuple[FileEntry, ...] = ()
) -> Package:
    digest = f"{version.encode().hex():0>64}"[-64:]
    return Package(course=course(course_id, version=version), sha256=digest, files=files)


def origin(peer: str | None = "lumi") -> ImportOrigin:
    return ImportOrigin(
        package_sha256="a" * 64,
        package_bytes=9,
        course_id="tea",
        peer=peer,
        peer_title="LUMI AI Factory" if peer == "lumi" else None,
        signed_by=("b" * 64,) if peer else (),
    )


def report(*findings: Finding, not_run: str = "", shown: str = "") -> GateReport:
    bad = {finding.cell for finding in findings}
    names = ("intro", "task-mean", "test-mean")
    return GateReport(
        course_id="tea",
        version="1.0.0",
        profiles=("smoke",),
        gates=results(findings, not_run=not_run),
        measured=(
            Measured(
                path=NOTEBOOK,
                profile="smoke",
                parameters={"days": 5},
                energy_joules=61.5,
                outcome="passed",
                seconds=3.21,
                memory_mib=120.4,
                points=8.5 if findings else 10,
                most_points=10,
                tests=2,
            ),
        ),
        cells=tuple(
            SeenCell(
                path=NOTEBOOK,
                name=name,
                kind="code",
                is_fine=name not in bad,
                seconds=0.25,
                shown=shown if name == "intro" else "",
            )
            for name in names
        ),
        data_files=(),
        seconds=1.0,
        machine="2 cores, Linux",
        checked_at=NOON,
    )


def file_origin(*claimed_by: str) -> ImportOrigin:
    """Of an uploaded file that says that it is signed with these keys."""
    return origin(peer=None).model_copy(update={"claimed_by": claimed_by})


def taken(
    session: Session,
    version: str = "1.0.0",
    course_id: str = "tea",
    files: tuple[FileEntry, ...] = (),
    whence: ImportOrigin | None = None,
) -> ImportOut:
    return take_import(session, package(version, course_id, files), whence or origin(), TINA)


def learners_get(session: Session, release_id: int, *, same_maker_as: str | None = None) -> None:
    """Have a proved import published, as if a grader had prepared it."""
    publish_import(session, release_id, TINA, same_maker_as=same_maker_as)
    exercises = course_of_release(session, release_id).exercises
    built = tuple(
        ExerciseBuilt(id=each.id, max_score=10, has_manual=False, notebooks=(each.id,))
        for each in exercises
    )
    publish(session, release_id, PrepareResult(exercises=built), GRADER)


def claimed(session: Session) -> Job:
    job = claim(session, "prover-1", GRADER, lease_seconds=60, kinds=("prove",))
    assert job is not None
    return job


def proved(
    session: Session,
    *findings: Finding,
    version: str = "1.0.0",
    course_id: str = "tea",
    files: tuple[FileEntry, ...] = (),
    shown: str = "",
    whence: ImportOrigin | None = None,
) -> ImportOut:
    """An import that was run, and came to these findings."""
    one = taken(session, version, course_id, files, whence)
    job = claimed(session)
    handed = Handed(proof=ProofResult(report=report(*findings, shown=shown)))
    hand_in(session, job.id, job.lease, handed, GRADER)
    return import_out(session, one.release_id)

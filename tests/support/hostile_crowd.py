"""Hostile submissions, twenty at once, beside honest ones, through one engine."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from active_parts import active_parts
from corpus_times import SOLUTIONS
from grading_classroom import RIGHT, TASKS, Classroom, code, named, scores, solved
from host_listing import content
from hostile_variant import Variant

from officina_courses.grading import Engine, GradeOutcome, Limits, confinement
from officina_courses.grading.errors import SandboxFailed
from officina_courses.release import prepare_exercise
from officina_courses.sandbox import Account

AT_ONCE = 20
HONEST_AT_ONCE = 2
TRIES = 3
HONEST = Limits(cell_timeout_seconds=60, notebook_timeout_seconds=300)
# Twenty share this machine: each gets long enough to do what it wants, but for the endless ones.
PATIENT = Limits(
    cell_timeout_seconds=20, notebook_timeout_seconds=60, memory_mib=1024, scratch_mib=32
)
QUICK = PATIENT.model_copy(update={"cell_timeout_seconds": 1, "notebook_timeout_seconds": 5})
GUARDED = (
    "with open('numbers.txt') as file:\n    numbers = [int(word) for word in file.read().split()]\n"
    "assert double(numbers[0]) == 2\n### BEGIN HIDDEN TESTS\n"
    "assert double(21) == 42, 'hidden-answer-forty-two'\n### END HIDDEN TESTS"
)
CELLS = [*TASKS[:5], code(GUARDED, grade_id="test_guarded", grade=True, locked=True, points=3)]


class Ran:
    """One submission's end: what came out or what was raised, and how long it took."""

    def __init__(self, outcome: GradeOutcome | BaseException, seconds: float) -> None:
        self._outcome = outcome
        self.seconds = seconds

    def graded(self) -> GradeOutcome:
        """The outcome, of a submission that must have one."""
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome

    def scores(self) -> dict[str, float | None]:
        """Each cell's score."""
        return scores(self.graded())


@dataclass(frozen=True, repr=False)  # a failing test would show all that everybody printed
class Crowd:
    """What became of everybody; ``kept`` is what nobody may have changed, before and after."""

    room: Classroom
    hostile: Mapping[str, Ran]
    honest: Mapping[str, Ran]
    alone: Mapping[str, Ran]
    kept: tuple[dict[str, str], dict[str, str]]

    def told(self, name: str, *words: str) -> list[str]:
        """Those of the words that somebody gets to see."""
        written = self.room.written(name) + self.hostile[name].graded().model_dump_json()
        return [word for word in words if word in written]

    def written_bytes(self, name: str) -> int:
        """How much the grading of one submission wrote."""
        return len(self.room.written(name))

    def active_parts(self, name: str) -> list[str]:
        """What of the pages, and of a graded notebook in formgrader, a browser would run."""
        pages = [page.html for page in self.hostile[name].graded().feedback]
        return [part for page in pages + self._shown_html(name) for part in active_parts(page)]

    def _shown_html(self, name: str) -> list[str]:
        path = self.room.home / "autograded" / name / "doubling" / "tasks.ipynb"
        rows = json.loads(path.read_text())["cells"] if path.exists() else []
        outputs: list[dict[str, Any]] = [one for row in rows for one in row.get("outputs", ())]
        shown = [pair for one in outputs for pair in one.get("data", {}).items()]
        return [text for kind, text in shown if "html" in kind]


def make_room(home: Path, engine: Engine | None) -> Classroom:
    """A course with an examined, a partly and a guarded test, graded by threads in turns."""
    home.mkdir(mode=0o700)
    room = Classroom(home, engine)
    room.limits = HONEST
    lock = threading.Lock()

    @contextlib.contextmanager
    def turn() -> Iterator[None]:
        with lock:
            yield

    room.turn = turn
    (room.write_source("doubling", CELLS) / "numbers.txt").write_text("1 2 3\n")
    prepare_exercise(home, "doubling")
    return room


def run_crowd(room: Classroom, variants: Collection[Variant], honest: int, mark: str) -> Crowd:
    """Grade the honest alone, one of each kind, then all beside the hostile ones."""
    kinds = list(SOLUTIONS)
    alone = {kind: _honest(room, f"alone-{kind}", kind) for kind in kinds}
    victim = room.hand_in("victim", solved(RIGHT))
    (victim / f"{mark}victim").write_text("of the victim")
    with (
        _listener(mark) as port,
        _bystander() as bystander,
        ThreadPoolExecutor(AT_ONCE) as many,
        ThreadPoolExecutor(HONEST_AT_ONCE) as few,
    ):
        places = {
            "@MARK@": mark, "@KEY@": str(key_of_mark()), "@PORT@": str(port),
            "@HOME@": str(room.home), "@VICTIM@": str(victim),
        }  # fmt: skip
        before = _kept(room, victim, bystander)
        attacks = {v.name: many.submit(_hostile, room, v, places) for v in variants}
        names = {f"honest-{number}": kinds[number % len(kinds)] for number in range(honest)}
        work = {name: few.submit(_honest, room, name, kind) for name, kind in names.items()}
        return Crowd(
            room,
            {name: one.result() for name, one in attacks.items()},
            {name: one.result() for name, one in work.items()},
            {name: alone[kind] for name, kind in names.items()},
            (before, _kept(room, victim, bystander)),
        )


def key_of_mark() -> int:
    """The first of the numbers that hostile code gives to what bears no name."""
    return os.getpid() * 256


def account_of_thread(role: confinement.Role) -> Account | None:
    """Whom a runner becomes where each thread stands for a grader, which is a process in earnest.

    Graders have different accounts, so that none takes processes from another; forks of one warm
    process have namespaces that count apart.
    """
    if os.geteuid() != 0:
        return None
    first = confinement.FIRST_ACCOUNT + confinement.ROLES.index(role) * confinement.ACCOUNTS
    number = first + threading.get_native_id() % confinement.ACCOUNTS
    return Account(uid=number, gid=number)


def _kept(room: Classroom, victim: Path, bystander: subprocess.Popen[bytes]) -> dict[str, str]:
    folders = (room.home / "source", room.home / "release", victim)
    kept = {name: found for folder in folders for name, found in content(folder).items()}
    return {**kept, "bystander": str(bystander.poll())}


def _hostile(room: Classroom, variant: Variant, places: Mapping[str, str]) -> Ran:
    folder = room.hand_in(variant.name, variant.edited(places))
    for name, data in variant.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    limits = HONEST if variant.earns else QUICK if variant.is_endless else PATIENT
    return _graded(room, variant.name, folder, limits)


def _honest(room: Classroom, student: str, kind: str) -> Ran:
    def edit(cells: list[dict[str, Any]]) -> None:
        if SOLUTIONS[kind]:
            named(cells, "double")["source"] = SOLUTIONS[kind]

    return _graded(room, student, room.hand_in(student, edit), HONEST)


def _graded(room: Classroom, student: str, folder: Path, limits: Limits) -> Ran:
    started = time.monotonic()
    try:
        outcome: GradeOutcome | BaseException = _as_the_queue(room, student, folder, limits)
    except BaseException as error:  # which would have reached the queue
        outcome = error
    return Ran(outcome, time.monotonic() - started)


def _as_the_queue(room: Classroom, student: str, folder: Path, limits: Limits) -> GradeOutcome:
    """Graded, and again where the machine was too busy to start a sandbox in time."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(SandboxFailed):
            return room.grade(student, folder, limits=limits)
    return room.grade(student, folder, limits=limits)


@contextlib.contextmanager
def _listener(mark: str) -> Iterator[int]:
    """A port and an abstract name on this machine that nobody in a sandbox may reach."""
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as name:
        name.bind(f"\0{mark}")
        name.listen()
        yield port.getsockname()[1]


@contextlib.contextmanager
def _bystander() -> Iterator[subprocess.Popen[bytes]]:
    """Another process of the account that grades, which nobody in a sandbox may end."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        yield process
        process.kill()

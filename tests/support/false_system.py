"""Programs named like a batch system's, first on the PATH, that answer for one job, 1234."""

from __future__ import annotations

import shutil
from pathlib import Path

from officina_spawners.slurm.commands import Commands
from officina_spawners.systems.client import SystemClient
from officina_spawners.systems.system import BatchSystem

ANSWERS = Path(__file__).parent.parent / "spawners" / "systems" / "answers"
JOB = "1234"

ASKED = """#!/bin/sh
printf '%s\\n' "${{0##*/}} $*" >> {world}/calls
question=all
case " $* " in *" 1234 "*|*" 1234.0 "*) question=some;; esac
case " ${{0##*/}} $* " in *condor_history*|*" -x -f "*) question=history;; esac
stage=$(cat {world}/stage)
for answer in $stage.$question $stage.some $stage.all $stage; do
    [ -e {answers}/$answer.out ] || [ -e {answers}/$answer.err ] || continue
    [ -e {answers}/$answer.out ] && cat {answers}/$answer.out
    [ -e {answers}/$answer.err ] && cat {answers}/$answer.err >&2
    [ -e {answers}/$answer.status ] && exit "$(cat {answers}/$answer.status)"
    exit 0
done
exit 99
"""
SUBMIT = """#!/bin/sh
printf '%s\\n' "${{0##*/}} $*" >> {world}/calls
env > {world}/environment
cat > {world}/description
[ -e {answers}/$(cat {world}/submits).out ] && exec cat {answers}/$(cat {world}/submits).out
cat {answers}/$(cat {world}/submits).err >&2
exit 1
"""
CANCEL = """#!/bin/sh
printf '%s\\n' "${{0##*/}} $*" >> {world}/calls
[ "$(cat {world}/stage)" = forgotten ] && {{ cat {answers}/cancel-gone.err >&2; exit 1; }}
echo cancelled > {world}/stage
"""


class FalseSystem:
    """The folder of programs; what they answer is the ``stage`` of job 1234's life."""

    def __init__(self, system: BatchSystem, folder: Path) -> None:
        self.system = system
        self._world = folder / "world"
        self.bin = folder / "bin"
        for made in (self._world, self.bin):
            made.mkdir()
        self.stage("waiting")
        self.submits("submit")
        for program in (system.list_all[0], system.history[0]):
            self._make(program, ASKED)
        self._make(system.submit[0], SUBMIT)
        self._make(system.cancel[0], CANCEL)

    @property
    def answers(self) -> Path:
        return ANSWERS / self.system.name

    def stage(self, name: str) -> None:
        """From now on the job is there, as far as questions go."""
        draft = self._world / "stage.draft"
        draft.write_text(f"{name}\n")
        draft.replace(self._world / "stage")

    def submits(self, answer: str) -> None:
        """From now on a submission gets this answer."""
        (self._world / "submits").write_text(f"{answer}\n")

    def all_do(self, body: str) -> None:
        """Every one of its programs does this instead."""
        for path in self.bin.iterdir():
            path.write_text(f"#!/bin/sh\n{body}\n")

    @property
    def calls(self) -> list[str]:
        path = self._world / "calls"
        return path.read_text().splitlines() if path.exists() else []

    @property
    def description(self) -> str:
        """What the last submission read from its standard input."""
        return (self._world / "description").read_text()

    @property
    def environment(self) -> str:
        """What the last submission had around it."""
        return (self._world / "environment").read_text()

    def client(self, *, reading_seconds: float = 10.0) -> SystemClient:
        commands = Commands(
            path=f"{self.bin}:/usr/bin:/bin",
            reading_seconds=reading_seconds,
            acting_seconds=reading_seconds,
        )
        env = shutil.which("env") or "env"
        return SystemClient("other", self.system, commands, submit_prefix=(env,))

    def _make(self, program: str, body: str) -> None:
        path = self.bin / program
        path.write_text(body.format(world=self._world, answers=self.answers))
        path.chmod(0o755)

"""Programs named like Slurm's, first on the PATH, that write what a test wants written."""

from __future__ import annotations

import shlex
from pathlib import Path

from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands

PROGRAMS = ("squeue", "sacct", "scontrol", "sshare", "sbatch", "scancel")


class FalseSlurm:
    """A folder of shell scripts; ``calls`` holds the arguments they got."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.answers = folder / "answers"
        self.answers.mkdir()
        self.calls = folder / "calls"

    def says(self, program: str, out: bytes = b"", err: str = "", status: int = 0) -> None:
        """From now on that program writes this and ends with this status."""
        answer = self.answers / program
        answer.write_bytes(out)
        self.does(program, f"cat {answer}; printf %s {shlex.quote(err)} >&2; exit {status}")

    def does(self, program: str, body: str) -> None:
        """From now on that program does this."""
        path = self.bin / program
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$0 $*" >> {self.calls}\n{body}\n')
        path.chmod(0o755)

    def all_say(self, out: bytes = b"", err: str = "", status: int = 0) -> None:
        """Every program of Slurm's."""
        for program in PROGRAMS:
            self.says(program, out, err, status)

    def client(self, *, reading_seconds: float = 10.0) -> CommandLineClient:
        """A client that asks these programs, and runs them as whoever runs the tests."""
        commands = Commands(
            path=f"{self.bin}:/usr/bin:/bin",
            reading_seconds=reading_seconds,
            acting_seconds=reading_seconds,
        )
        return CommandLineClient("false", commands, submit_prefix=("env",))

"""One daemon of a cluster: its call, its record, and its last words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slurm_cluster.layout import Layout
from slurm_cluster.processes import Process, launch
from slurm_cluster.requirements import program

LAST_LINES = 5


@dataclass(frozen=True)
class Daemon:
    """One program that runs for the cluster; its record holds pid and begin."""

    name: str
    argv: tuple[str, ...]
    layout: Layout

    @property
    def record(self) -> Path:
        """Where its process is written down."""
        return self.layout.run / f"{self.name}.json"

    @property
    def output(self) -> Path:
        """What it printed; Slurm's daemons log into a file of their own as well."""
        return self.layout.log / f"{self.name}.out"

    def process(self) -> Process | None:
        """The one that runs, whoever started it."""
        try:
            process = Process(**json.loads(self.record.read_text()))
        except FileNotFoundError:
            return None
        return process if process.is_alive() else None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it unless it runs."""
        if self.process():
            return
        argv = [program(self.argv[0]), *self.argv[1:]]
        process = launch(argv, environment=environment, output=self.output)
        draft = self.record.with_suffix(".new")
        draft.write_text(json.dumps(process.__dict__))
        draft.replace(self.record)

    def trouble(self) -> str | None:
        """Its last words, if it has ended."""
        if self.process():
            return None
        lines = self.output.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return f"{self.name} has ended. Its last words: {' / '.join(lines) or '(none)'}"

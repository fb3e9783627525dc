"""The parts of the benchmark: their names, what each measures, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One table of the reference page, made by the module of its name."""

    name: str
    about: str


PARTS = {
    part.name: part
    for part in (
        Part("load", "requests to slurmctld a minute at 1, 10 and 100 active sessions (7 min)"),
        Part("scale", "the same at 1,000 emulated sessions, and the hub's memory (15 min)"),
        Part("classroom", "40 people start at once on 12 GPUs: load, latency, orphans (6 min)"),
        Part("click", "from the click to a ready JupyterLab, in turns (6 min)"),
        Part("ends", "how soon the end of a session is seen (3 min)"),
        Part("crash", "kill -9 of the hub while sessions queue: what is lost (3 min)"),
        Part("estimate", "the expected start against squeue --start on a replayed queue (6 min)"),
    )
}

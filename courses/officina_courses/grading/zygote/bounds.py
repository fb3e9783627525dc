"""What one fork may use, and where it finds its things; as plain data that travels as JSON."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal["learner", "examiner", "kernel"]

STAGE = "/officina/stage"
FILES = "/officina/files"
HOME = "/home/learner"


class Bounds(NamedTuple):
    """The ceilings of one fork; all its processes together for memory, folder and processes."""

    memory_bytes: int
    scratch_bytes: int
    processes: int
    cpu_seconds: int
    wall_seconds: int
    gives_way: bool


class House(NamedTuple):
    """What is the same for all forks of a zygote."""

    uid: int
    gid: int
    calls: bytes  # the compiled filter of system calls, or nothing
    folders: tuple[str, ...]  # what the zygote made in its home, each after the one that it is in


class Request(NamedTuple):
    """What the grader asks of the zygote; the descriptors come along with it."""

    role: Role
    staged: str | None
    bounds: Bounds

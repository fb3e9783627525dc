"""What one session sees of the machine: its home, the software, and nothing else.

The session shares the machine's network, because it must reach the hub and the internet; everything
else, processes, sockets in files, memory, /tmp and /run, is its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.sandbox import (
    Account,
    Bind,
    Sandbox,
    Tmpfs,
    python_binds,
    shipped_courses_mask,
)

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - inside the sandbox
RUNTIME = Path("/run")
SCRATCH = Path("/tmp")  # noqa: S108 - inside the sandbox


class View(Frozen):
    """The parts that differ from session to session, and from site to site."""

    home: Path = Field(description="The home folder on the machine")
    home_inside: Path
    identity: tuple[Bind, ...] = ()
    certificates: tuple[Bind, ...] = ()
    software: tuple[Path, ...] = Field(default=(), description="More folders shown read-only")
    hidden: tuple[Path, ...] = Field(default=(), description="Folders never shown")
    scratch_mib: int = Field(default=1024, ge=1)
    shared_memory_mib: int = Field(default=1024, ge=1)


def session_sandbox(view: View, *, account: Account | None, limits: tuple[str, ...]) -> Sandbox:
    """The sandbox that shows ``view``. It outlives the hub, as a session must."""
    software = software_binds(view.software)
    home = Bind(source=view.home, target=view.home_inside, writable=True)
    shown = [bind.source for bind in software] + [Path("/usr")]
    covered = [path for path in view.hidden if _is_below_any(path, shown)]
    return Sandbox(
        binds=(*software, *view.identity, *view.certificates, home),
        tmpfs=(
            Tmpfs(path=SCRATCH, size_bytes=view.scratch_mib << 20),
            Tmpfs(path=SHARED_MEMORY, size_bytes=view.shared_memory_mib << 20),
            Tmpfs(path=RUNTIME, size_bytes=view.scratch_mib << 20),
        ),
        masked=(*shipped_courses_mask(), *covered),
        share_network=True,
        die_with_parent=False,
        account=account,
        limits=limits,
        cwd=view.home_inside,
    )


def software_binds(more: Iterable[Path]) -> tuple[Bind, ...]:
    """The environment of this Python and ``more`` folders, read-only."""
    return (*python_binds(), *(Bind(source=path) for path in more))


def home_inside(name: str, software: Iterable[Path]) -> Path:
    """Where the home is mounted: below /home, unless software of that place must be shown too."""
    usual = Path("/home", name)
    shown = [bind.source for bind in software_binds(software)]
    return Path("/sessions", name) if any(_is_related(path, usual) for path in shown) else usual


def is_shown(path: Path, software: Iterable[Path]) -> bool:
    """Whether a program lies where a session can see it."""
    places = [bind.source for bind in software_binds(software)]
    return _is_below_any(path, [Path("/usr"), Path("/bin"), *places])


def _is_related(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _is_below_any(path: Path, places: Iterable[Path]) -> bool:
    return any(path.is_relative_to(place) for place in places)

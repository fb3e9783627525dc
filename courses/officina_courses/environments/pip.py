"""The one door to pip: how it is started, and what its last words mean."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final, NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import Version

from officina_courses.errors import EnvironmentRefused

# Wheels alone: whatever else an index has would run its author's code while it is installed.
OPTIONS: Final = (
    "--only-binary=:all:",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar=off",
    "--retries=2",
)
COLLECTING: Final = re.compile(r"\s*Collecting (\S+)")
NO_SPACE: Final = re.compile(r"No space left on device|Disk quota exceeded")
NO_NETWORK: Final = re.compile(
    r"Failed to establish a new connection|NewConnectionError|name resolution|ConnectTimeout"
    r"|Network is unreachable|Name or service not known|Connection refused|ReadTimeout"
    r"|Max retries exceeded"
)
NO_WHEEL: Final = re.compile(r"No matching distribution found for ([^\n]+)")
CLASH: Final = re.compile(r"The conflict is caused by:\n(.*?)\n\s*\n", re.DOTALL)
SAME_AGAIN: Final = "start the same command again"


class Got(NamedTuple):
    """One package that pip chose."""

    name: str
    version: str

    @property
    def public_version(self) -> str:
        """Without the part that only one index has, such as +cpu."""
        return Version(self.version).public


def install(
    arguments: Sequence[str], *, into: Path | None, step: Callable[[int], None]
) -> tuple[Got, ...]:
    """What ``pip install`` put there, or would put there; ``step`` is told how many it looked at.

    Raises
    ------
    EnvironmentRefused
        Which says why it cannot be done, and what to do.

    """
    try:
        distribution("pip")
    except PackageNotFoundError:
        raise EnvironmentRefused(
            f"The Python {sys.executable} has no pip.",
            why="It is what finds and installs packages.",
            todo=f"Install it: {sys.executable} -m ensurepip",
        ) from None
    with tempfile.TemporaryDirectory(prefix="officina-pip-") as own:
        report = Path(own, "report.json")
        place = [] if into is None else ["--python", str(into)]
        command = [sys.executable, "-I", "-m", "pip", *place, "install", *OPTIONS]
        _run([*command, "--report", str(report), *arguments], own, step)
        found: list[dict[str, Any]] = json.loads(report.read_bytes())["install"]
    names = (item["metadata"] for item in found)
    return tuple(Got(canonicalize_name(one["name"]), one["version"]) for one in names)


def _run(command: Sequence[str], own: str, step: Callable[[int], None]) -> None:
    environment = {name: os.environ[name] for name in os.environ if not name.startswith("PYTHON")}
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        process = subprocess.Popen(
            command,
            cwd=own,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            errors="replace",
        )
        names: set[str] = set()
        with process:
            try:
                for line in process.stdout or ():
                    if match := COLLECTING.match(line):
                        names.add(match[1])
                        step(len(names))
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            errors.seek(0)
            raise explained(errors.read())


def explained(said: str) -> EnvironmentRefused:
    """What pip said last as a sentence with a way out."""
    if NO_SPACE.search(said):
        return EnvironmentRefused(
            "The disk is full.",
            why="So the packages could not be put there; nothing half-built is left.",
            todo=f"Free space, or name another place with --into, and {SAME_AGAIN}.",
        )
    if NO_NETWORK.search(said):
        return EnvironmentRefused(
            "The index of packages cannot be reached from here.",
            why="The packages come from there.",
            todo="See whether this machine may use the network, or name an index that it reaches "
            f"(pip config set global.index-url ADDRESS), and {SAME_AGAIN}.",
        )
    if clash := CLASH.search(said):
        reasons = "; ".join(line.strip() for line in clash[1].splitlines())
        return EnvironmentRefused(
            f"The packages do not go together: {reasons}.",
            why="One Python has one version of each.",
            todo="Loosen one of them in course.toml, or leave one out.",
        )
    if missing := NO_WHEEL.search(said):
        return EnvironmentRefused(
            f"The index has no wheel of {missing[1].strip()} that this Python can use.",
            why="Only wheels are installed: all else would run code while it is installed.",
            todo="Ask for another version in course.toml, and lock again.",
        )
    lines = [line for line in said.splitlines() if line.startswith("ERROR")] or [said.strip()]
    return EnvironmentRefused(
        f"pip could not do it: {lines[-1].removeprefix('ERROR: ')[:500]}.",
        why="So nothing was changed.",
        todo=f"Mend that, and {SAME_AGAIN}.",
    )

"""From a course's packages to its lock, by pip's own resolver; nothing is installed."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from officina_courses.environments import pip
from officina_courses.environments.lock import Lock

# What JupyterLab speaks with; IPython, which comes with it, is what grading runs cells by.
KERNEL: Final = "ipykernel>=7.0"


def resolve(packages: Iterable[str], *, step: Callable[[int], None]) -> Lock:
    """The newest versions that go together; raises ``EnvironmentRefused`` where none do."""
    with tempfile.TemporaryDirectory(prefix="officina-lock-") as folder:
        wanted = Path(folder, "wanted.txt")
        wanted.write_text("".join(f"{package}\n" for package in (*packages, KERNEL)))
        found = pip.install(
            ("--dry-run", "--ignore-installed", "--requirement", str(wanted)), into=None, step=step
        )
    return Lock({got.name: got.public_version for got in found})


def made_for() -> str:
    """The machine that a lock was made on: elsewhere a package may need others."""
    major_minor = ".".join(platform.python_version_tuple()[:2])
    return f"Python {major_minor} on {platform.system()} {platform.machine()}"

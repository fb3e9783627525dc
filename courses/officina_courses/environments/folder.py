"""Where the Pythons of courses lie, and how one is found by the name of its kernel.

::

    <folder>/kernels/<kernel>/kernel.json   what JupyterLab reads: the folder is a JUPYTER_PATH
    <folder>/pythons/<key>/                 a virtual environment, whole
    <folder>/building/                      those that are being built
    <folder>/locks/                         whose holder builds
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from officina_courses.environments.lock import Lock, parse_lock
from officina_courses.errors import EnvironmentMissing, EnvironmentRefused
from officina_courses.model import OWN_KERNEL, Course, Environment, Frozen
from officina_courses.whole_files import write_whole

FOLDER_VARIABLE: Final = "OFFICINA_ENVIRONMENTS"
DATA_VARIABLE: Final = "OFFICINA_DATA_DIR"
RECORD: Final = "officina-environment.json"
MOST_BYTES: Final = 1 << 20


class Record(Frozen):
    """What a Python is made of; it lies in it, and is written last."""

    key: str
    lock: tuple[str, ...] = Field(description="The pins that it was made of")
    installed: tuple[str, ...] = Field(description="What is in it, with what its wheels drew in")
    imports: tuple[str, ...] = Field(description="What the course's own packages are imported by")
    python: str
    base_prefix: str = Field(description="Where the Python lies that it stands on")
    mib: int
    built_at: datetime


class KernelFacts(Frozen):
    """What stands in a kernel specification for Officina: whose it is."""

    environment: str
    courses: tuple[str, ...]


class Built(Frozen):
    """A kernel with its Python."""

    kernel: str
    courses: tuple[str, ...]
    place: Path
    record: Record

    @property
    def program(self) -> Path:
        """The Python itself."""
        return self.place / "bin" / "python"

    @property
    def lock(self) -> Lock:
        """The pins that it was made of."""
        return parse_lock("\n".join(self.record.lock))


def default_folder() -> Path:
    """Where they lie if nobody says otherwise: in the hub's data folder."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).absolute()
    if data := os.environ.get(DATA_VARIABLE):
        return Path(data).absolute() / "environments"
    if os.geteuid() == 0:
        return Path("/var/lib/officina/environments")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base, "officina", "environments")


class EnvironmentsFolder:
    """The Pythons of courses on one machine, or on all that share the folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = (root or default_folder()).absolute()
        self.kernels = self.root / "kernels"
        self.pythons = self.root / "pythons"
        self.building = self.root / "building"
        self.locks = self.root / "locks"

    def make(self) -> None:
        """Make what is missing, to be read by everybody: sessions and graders have accounts."""
        for folder in (self.root, self.kernels, self.pythons, self.building, self.locks):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)

    def closed_above(self) -> Path | None:
        """A folder on the way that lets other accounts through to nothing, sandboxes included."""
        above = (self.root, *self.root.parents)
        return next((one for one in above if not one.stat().st_mode & 0o001), None)

    def find(self, kernel: str) -> Built | None:
        """The Python of that kernel; None where none is built."""
        if not OWN_KERNEL.fullmatch(kernel):
            return None
        facts = self._facts(kernel)
        if facts is None:
            return None
        record = self.record(facts.environment)
        if record is None:
            return None
        place = self.pythons / record.key
        return Built(kernel=kernel, courses=facts.courses, place=place, record=record)

    def find_for(self, course: Course) -> Built | None:
        """The Python of that course."""
        return self.find(course.environment.kernel)

    def is_missing_for(self, course: Course) -> bool:
        """Whether the course needs a Python of its own that is not here."""
        return self.lacks(course.environment)

    def lacks(self, environment: Environment) -> bool:
        """Whether no Python here has what is asked for: none, or one of an older lock without it.

        Other versions than in a newer lock will do, as long as ``course.toml`` lets them.
        """
        if not environment.packages:
            return False
        built = self.find(environment.kernel)
        if built is None:
            return True
        return any(built.lock.misses(environment.packages))

    def is_of_another_lock(self, course: Course, lock: Lock) -> bool:
        """Whether the course's Python is here, and made of other pins than these."""
        built = self.find_for(course)
        return built is not None and built.lock != lock

    def require(self, environment: Environment) -> None:
        """Raise ``EnvironmentMissing`` where notebooks need a Python of their own: none is here."""
        if self.lacks(environment):
            raise self.missing(environment.kernel)

    def missing(self, kernel: str) -> EnvironmentMissing:
        """That there is no Python of that kernel here."""
        return EnvironmentMissing(
            f'The kernel "{kernel}" is not built in {self.root}, or of an older lock that lacks '
            "what the course asks for now.",
            why="So nothing was run, and nothing is counted as wrong.",
            todo="An operator builds it: officina course environment build FOLDER",
        )

    def record(self, key: str) -> Record | None:
        """What the Python of that key is made of; None where it is not there as a whole."""
        try:
            return Record.model_validate_json((self.pythons / key / RECORD).read_bytes())
        except (OSError, ValidationError):
            return None

    def kernels_there(self) -> Iterator[Built]:
        """All kernels that have a Python."""
        names = sorted(path.parent.name for path in self.kernels.glob("*/kernel.json"))
        for name in names:
            found = self.find(name)
            if found is not None:
                yield found

    def unused(self) -> list[Record]:
        """The Pythons that no kernel leads to any more."""
        used = {built.record.key for built in self.kernels_there()}
        found = (self.record(path.name) for path in sorted(self.pythons.glob("*")))
        return [record for record in found if record is not None and record.key not in used]

    def name_kernel(self, kernel: str, key: str, course: Course) -> None:
        """Let a kernel lead to that Python, for this course too.

        Raises
        ------
        EnvironmentRefused
            Where other courses have the kernel with another Python.

        """
        facts = self._facts(kernel)
        others = tuple(one for one in facts.courses if one != course.id) if facts else ()
        if facts is not None and others and facts.environment != key:
            raise EnvironmentRefused(
                f'The kernel "{kernel}" belongs to {", ".join(others)} too, with another lock.',
                why="One kernel leads to one Python, and theirs would change under them.",
                todo=f'Give "{course.id}" a kernel of its own in course.toml, or the courses the '
                "same environment.lock, or build them together after: "
                f"officina course environment remove {kernel}",
            )
        courses = tuple(sorted({*others, course.id}))
        own = KernelFacts(environment=key, courses=courses).model_dump(mode="json")
        spec = {
            "argv": [
                str(self.pythons / key / "bin" / "python"),
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
            ],
            "display_name": f"Python ({kernel})",
            "language": "python",
            "metadata": {"debugger": True, "officina": own},
        }
        place = self.kernels / kernel
        place.mkdir(exist_ok=True)
        place.chmod(0o755)
        write_whole(place / "kernel.json", json.dumps(spec, indent=1).encode())
        (place / "kernel.json").chmod(0o644)

    def remove_kernel(self, kernel: str) -> None:
        """Let the name lead nowhere; its Python stays."""
        shutil.rmtree(self.kernels / kernel, ignore_errors=True)

    def _facts(self, kernel: str) -> KernelFacts | None:
        try:
            with (self.kernels / kernel / "kernel.json").open("rb") as file:
                spec = json.loads(file.read(MOST_BYTES))
            return KernelFacts.model_validate(spec["metadata"]["officina"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

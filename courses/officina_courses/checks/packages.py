"""Checks that what notebooks import is what the course's packages bring.

Whether each has a pin that the hub can install by, ``environment`` checks.
"""

from __future__ import annotations

import ast
import sys
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from officina_courses.checks.codes import found
from officina_courses.checks.python_code import cell_tree
from officina_courses.checks.subject import Subject
from officina_courses.environments.lock import read_lock
from officina_courses.errors import EnvironmentRefused
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Finding

OUR_OWN: Final = frozenset({"officina_courses", "officina_widgets", "officina_hub"})
CORE: Final = ("user", "grader")  # extras of ours that every environment has
# Modules whose package has another name, for packages that are not installed here.
NAMES: Final = {
    "PIL": "pillow", "bs4": "beautifulsoup4", "cv2": "opencv-python", "sklearn": "scikit-learn",
    "yaml": "pyyaml", "dateutil": "python-dateutil", "flwr": "flwr", "skimage": "scikit-image",
}  # fmt: skip


class Imported(NamedTuple):
    """A module that a notebook imports, and where."""

    module: str
    path: str
    cell: str
    line: int


def check_packages(subject: Subject) -> Iterator[Finding]:
    """Imports that nothing brings, packages nobody imports."""
    if subject.course is None:
        return
    declared = declared_packages(subject)
    try:
        lock = read_lock(subject.folder)
    except EnvironmentRefused:  # so nobody knows what is brought
        return
    pins = lock.pins if lock else {}
    # A course with packages has a Python of its own, with those of its lock and no others.
    brought = {*declared, *pins} if declared else core()
    used: set[str] = set()
    told: set[tuple[str, str]] = set()
    for each in _imports(subject):
        packages = _packages_of(each.module)
        used |= packages
        if not packages & brought and (each.path, each.module) not in told:
            told.add((each.path, each.module))
            what = f"The import of {each.module} is brought by no package of the course."
            yield found("OFF160", what, path=each.path, cell=each.cell, line=each.line)
    for name in sorted(set(declared) - used):
        yield found("OFF163", f"No notebook imports anything of {name}.", path=COURSE_FILE)


def declared_packages(subject: Subject) -> list[str]:
    """The names of ``packages`` under ``[environment]``."""
    packages = subject.course.environment.packages if subject.course else ()
    return [str(canonicalize_name(Requirement(text).name)) for text in packages]


@lru_cache(maxsize=1)
def core() -> frozenset[str]:
    """Everything that Officina's own kernel has, by our extras and what they draw in."""
    seen: set[str] = {"officina"}
    waiting: deque[tuple[str, tuple[str, ...]]] = deque((name, CORE) for name in seen)
    while waiting:
        name, extras = waiting.popleft()
        for required in _requirements(name, extras):
            found_name = canonicalize_name(required.name)
            if found_name not in seen:
                seen.add(found_name)
                waiting.append((found_name, tuple(required.extras)))
    return frozenset(seen)


def _requirements(name: str, extras: tuple[str, ...]) -> Iterator[Requirement]:
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return
    for line in lines:
        required = Requirement(line)
        marker = required.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield required


def _imports(subject: Subject) -> Iterator[Imported]:
    for exercise in subject.exercises:
        local = {path.rsplit("/", 1)[-1].removesuffix(".py") for path in exercise.files}
        local |= {path.split("/")[2] for path in exercise.files if path.count("/") > 2}
        for path, notebook in exercise.readable():
            for cell in notebook.cells:
                tree = cell_tree(cell.source) if cell.kind == "code" else None
                for node in ast.walk(tree) if tree else ():
                    for module in _modules(node):
                        if module not in sys.stdlib_module_names | OUR_OWN | local:
                            line = getattr(node, "lineno", 1)
                            yield Imported(module, path, cell.name, line)


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.partition(".")[0]


def _packages_of(module: str) -> set[str]:
    installed = _distributions().get(module, [])
    names = {*installed, NAMES.get(module, module)}
    return {canonicalize_name(name) for name in names}


@lru_cache(maxsize=1)
def _distributions() -> dict[str, list[str]]:
    return {module: list(names) for module, names in packages_distributions().items()}

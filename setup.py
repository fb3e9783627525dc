"""Lay out the four rooms and the shipped courses; all other metadata stands in pyproject.toml.

Each top-level folder holds one import package (see docs/explanation/layout.md). The shipped courses
and the Jupyter configuration are data files, because they are read by path and never imported.
"""

from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
ROOMS = {
    "officina_hub": "hub_ext",
    "officina_spawners": "spawners",
    "officina_widgets": "widgets",
    "officina_courses": "courses",
}


def room_packages() -> list[str]:
    """Every import package of the four rooms."""
    return sorted(
        package
        for name, folder in ROOMS.items()
        for package in find_packages(folder, include=[name, f"{name}.*"])
    )


def course_files() -> list[tuple[str, list[str]]]:
    """Each shipped course below ``share/officina/courses``, folder by folder."""
    by_folder: dict[str, list[str]] = {}
    for manifest in sorted((HERE / "courses").glob("*/course.toml")):
        for path in sorted(manifest.parent.rglob("*")):
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
                target = "share/officina/" + path.parent.relative_to(HERE).as_posix()
                by_folder.setdefault(target, []).append(path.relative_to(HERE).as_posix())
    return sorted(by_folder.items())


setup(
    packages=room_packages(),
    package_dir={name: f"{folder}/{name}" for name, folder in ROOMS.items()},
    data_files=course_files(),
)

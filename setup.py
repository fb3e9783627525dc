"""Lay out the rooms, the shipped courses and the JupyterLab plugin; pyproject.toml has the rest.

Each top-level folder holds one import package (see docs/explanation/layout.md). The shipped courses
are data files, because they are read by path and never imported. So are the plugin and the line
that enables our server extension: a session whose node has an environment of its own finds them
there, and sessions of an editable installation by officina_widgets/jupyter_config.
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


def lab_files() -> list[tuple[str, list[str]]]:
    """The JupyterLab plugin, and what enables the server's part of it."""
    folder = HERE / "widgets" / "officina_widgets"
    by_folder = {
        "etc/jupyter/jupyter_server_config.d": [
            "widgets/officina_widgets/jupyter_config/environment/officina_widgets.json"
        ]
    }
    for path in sorted((folder / "labextensions").rglob("*")):
        if path.is_file():
            target = "share/jupyter/" + path.parent.relative_to(folder).as_posix()
            by_folder.setdefault(target, []).append(path.relative_to(HERE).as_posix())
    return sorted(by_folder.items())


setup(
    packages=room_packages(),
    package_dir={name: f"{folder}/{name}" for name, folder in ROOMS.items()},
    data_files=[*course_files(), *lab_files()],
)

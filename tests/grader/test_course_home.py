"""A package's sources in a course's folder whose owner put links there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from officina_courses.grading.errors import PlaceRefused
from officina_courses.loader import parse_course
from officina_hub.grader.course_home import place_sources

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEPT = "replaced/20261121T120000Z/one"
COURSE = parse_course(
    """
id = "demo"
title = "A demo"
version = "1.0.0"
summary = "Shows a course."
minutes = 30
licence = "CC-BY-4.0"

[[authors]]
name = "Ada"

[[exercises]]
id = "one"
title = "First"
"""
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "source/one/data").mkdir(parents=True)
    (folder / "source/one/data/numbers.txt").write_text("1 2 3")
    (folder / "course.toml").write_text("new")
    return folder


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    folder = tmp_path / "foreign"
    (folder / "one").mkdir(parents=True)
    (folder / "one/secret.txt").write_text("secret")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def everything(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def place(home: Path, package: Path) -> None:
    place_sources(home, COURSE, package, now=NOW)


def test_sources_are_placed_and_again_nothing_is_moved(home: Path, package: Path) -> None:
    place(home, package)
    place(home, package)
    assert everything(home) == {"course.toml": "new", "source/one/data/numbers.txt": "1 2 3"}


def test_what_a_trainer_changed_is_kept(home: Path, package: Path) -> None:
    place(home, package)
    (home / "source/one/data/numbers.txt").write_text("4 5 6")
    place(home, package)
    assert everything(home) == {
        "course.toml": "new",
        "source/one/data/numbers.txt": "1 2 3",
        f"{KEPT}/data/numbers.txt": "4 5 6",
    }


@pytest.mark.parametrize("size", [1 << 40, 5])
def test_a_file_of_holes_is_moved_away_and_not_read(home: Path, package: Path, size: int) -> None:
    place(home, package)
    file = home / "source/one/data/numbers.txt"
    os.truncate(file, 0)
    os.truncate(file, size)
    place(home, package)
    kept = home / KEPT / "data/numbers.txt"
    assert (kept.stat().st_size, kept.stat().st_blocks) == (size, 0)
    assert file.read_text() == "1 2 3"


@pytest.mark.parametrize("name", ["more.txt", "data/more.txt", "empty/"])
def test_what_a_trainer_added_is_kept(home: Path, package: Path, name: str) -> None:
    place(home, package)
    added = home / "source/one" / name
    added.mkdir() if name.endswith("/") else added.write_text("mine")
    place(home, package)
    assert (home / KEPT / name).exists()
    assert not added.exists()


def test_what_jupyterlab_or_a_package_has_besides_files_is_no_change(
    home: Path, package: Path
) -> None:
    (package / "source/one/empty/below").mkdir(parents=True)
    place(home, package)
    (home / "source/one/.ipynb_checkpoints").mkdir()
    (home / "source/one/.ipynb_checkpoints/numbers-checkpoint.txt").write_text("1")
    place(home, package)
    assert not (home / "replaced").exists()


@pytest.mark.parametrize("name", ["source", "replaced"])
def test_a_linked_folder_is_refused(home: Path, package: Path, foreign: Path, name: str) -> None:
    place(home, package)
    (home / "source/one/data/numbers.txt").write_text("4 5 6")
    if name == "source":
        (home / name).rename(home / "away")
    (home / name).symlink_to(foreign)
    with pytest.raises(PlaceRefused):
        place(home, package)
    assert everything(foreign) == {"one/secret.txt": "secret"}


def test_a_linked_exercise_is_moved_away_as_a_link(
    home: Path, package: Path, foreign: Path
) -> None:
    (home / "source").mkdir()
    (home / "source/one").symlink_to(foreign / "one")
    place(home, package)
    assert everything(home) == {"course.toml": "new", "source/one/data/numbers.txt": "1 2 3"}
    assert (home / KEPT).is_symlink()
    assert everything(foreign) == {"one/secret.txt": "secret"}


def test_links_inside_an_exercise_lead_nowhere(home: Path, package: Path, foreign: Path) -> None:
    place(home, package)
    (home / "source/one/data/numbers.txt").unlink()
    (home / "source/one/data/numbers.txt").symlink_to(foreign / "one/secret.txt")
    place(home, package)
    assert everything(home) == {"course.toml": "new", "source/one/data/numbers.txt": "1 2 3"}
    assert everything(foreign) == {"one/secret.txt": "secret"}


def test_a_linked_course_file_is_replaced(home: Path, package: Path, foreign: Path) -> None:
    (home / "course.toml").symlink_to(foreign / "one/secret.txt")
    place(home, package)
    assert everything(home)["course.toml"] == "new"
    assert everything(foreign) == {"one/secret.txt": "secret"}


def test_a_folder_in_the_place_of_the_course_file_is_refused(home: Path, package: Path) -> None:
    (home / "course.toml").mkdir()
    with pytest.raises(PlaceRefused):
        place(home, package)
    assert not [path for path in home.iterdir() if path.name.startswith(".officina-")]

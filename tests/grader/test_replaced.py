"""What publishing takes out of a course's sources: kept under its own name, and not for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from officina_hub.grader.replaced import KEPT_VERSIONS, Replaced

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    (folder / "source").mkdir(parents=True)
    return folder


def replace(home: Path, text: str, *exercises: str, now: datetime = NOW) -> None:
    replaced = Replaced(home, now)
    for exercise in exercises or ("one",):
        (home / "source" / exercise).mkdir()
        (home / "source" / exercise / "text").write_text(text)
        replaced.take(exercise)
    replaced.tidy()


def kept(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "replaced").iterdir())


def test_three_versions_within_one_second_are_all_kept(home: Path) -> None:
    for text in "123":
        replace(home, text)
    names = [f"20261121T120000Z{ending}" for ending in ("", "-2", "-3")]
    assert kept(home) == names
    texts = [(home / "replaced" / name / "one/text").read_text() for name in names]
    assert texts == ["1", "2", "3"]


def test_the_exercises_of_one_version_lie_together(home: Path) -> None:
    replace(home, "1", "one", "two")
    assert sorted(path.name for path in (home / "replaced/20261121T120000Z").iterdir()) == [
        "one",
        "two",
    ]


def test_the_oldest_versions_are_removed_by_time_and_number(home: Path) -> None:
    for number in range(KEPT_VERSIONS + 2):
        replace(home, str(number))
    assert len(kept(home)) == KEPT_VERSIONS
    texts = {int(path.read_text()) for path in (home / "replaced").rglob("text")}
    assert texts == set(range(2, KEPT_VERSIONS + 2))
    assert [path.name for path in home.parent.iterdir()] == ["home"]


def test_the_newest_stays_where_the_clock_was_set_back(home: Path) -> None:
    for number in range(KEPT_VERSIONS):
        replace(home, str(number))
    replace(home, "newest", now=NOW - timedelta(days=400))
    assert len(kept(home)) == KEPT_VERSIONS
    assert "newest" in {path.read_text() for path in (home / "replaced").rglob("text")}


def test_what_a_trainer_put_there_is_not_tidied(home: Path, tmp_path: Path) -> None:
    (home / "replaced/mine").mkdir(parents=True)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "text").write_text("secret")
    (home / "replaced/20200101T000000Z").symlink_to(foreign)
    for number in range(KEPT_VERSIONS + 1):
        replace(home, str(number))
    assert (home / "replaced/mine").is_dir()
    assert (foreign / "text").read_text() == "secret"


def test_nothing_replaced_leaves_no_folder(home: Path) -> None:
    Replaced(home, NOW).tidy()
    assert not (home / "replaced").exists()

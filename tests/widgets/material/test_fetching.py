"""The six merge cases on a real folder, and what must never happen to a learner's file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from officina_widgets.client import PortalClient
from officina_widgets.errors import BadName, FolderInTheWay, PortalUnreachable
from officina_widgets.material import FetchReport, fetch_material, read_manifest

COURSE = "first-steps"


class Learner:
    """Somebody with a home who opens the exercise *hello* now and then."""

    def __init__(self, home: Path, portal: Any) -> None:
        self.home = home
        self.portal = portal
        self.folder = home / COURSE / "hello"

    def opens(self) -> FetchReport:
        with PortalClient(self.portal.url, "token-ada") as client:
            return fetch_material(client, self.home, COURSE, "hello")

    def gets(self, language: str, notebook: str) -> FetchReport:
        """Open the exercise, which comes in that language."""
        self.portal.language = language
        self.portal.release("hello", {"hello.ipynb": notebook, "data/a.csv": "1"})
        return self.opens()

    def writes(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def reads(self, path: str) -> str:
        return (self.folder / path).read_text()

    @property
    def files(self) -> set[str]:
        found = self.folder.rglob("*")
        return {path.relative_to(self.folder).as_posix() for path in found if not path.is_dir()}


@pytest.fixture
def learner(ada: Path, portal: Any) -> Learner:
    portal.release("hello", {"hello.ipynb": "old", "data/a.csv": "1"})
    someone = Learner(ada, portal)
    someone.opens()
    return someone


def test_first_time_everything_comes(learner: Learner) -> None:
    assert learner.files == {"hello.ipynb", "data/a.csv"}


def test_second_time_nothing_is_even_downloaded(learner: Learner) -> None:
    learner.portal.calls.clear()
    learner.opens()
    assert learner.portal.calls == [f"GET courses/{COURSE}/exercises/hello/files"]


def test_case_1_untouched_file_is_updated(learner: Learner) -> None:
    learner.portal.release("hello", {"hello.ipynb": "new", "data/a.csv": "1"})
    assert learner.opens().updated == ("hello.ipynb",)
    assert learner.reads("hello.ipynb") == "new"


def test_case_2_changed_file_is_kept(learner: Learner) -> None:
    learner.writes("hello.ipynb", "mine")
    report = learner.opens()
    assert learner.reads("hello.ipynb") == "mine"
    assert (report.kept, report.notes) == (("hello.ipynb",), ())


def test_case_3_changed_on_both_sides_keeps_both(learner: Learner) -> None:
    learner.writes("hello.ipynb", "mine")
    learner.portal.release("hello", {"hello.ipynb": "new", "data/a.csv": "1"}, version="1.1.0")
    report = learner.opens()
    assert learner.reads("hello.ipynb") == "mine"
    assert learner.reads("hello.new-1.1.0.ipynb") == "new"
    assert [note.path for note in report.notes] == ["hello.ipynb"]
    assert learner.opens().notes == (), "told once, not at each start"


def test_case_4_deleted_file_comes_back(learner: Learner) -> None:
    (learner.folder / "data/a.csv").unlink()
    assert learner.opens().restored == ("data/a.csv",)
    assert learner.reads("data/a.csv") == "1"


def test_case_5_new_file_over_a_learners_own_sets_theirs_aside(learner: Learner) -> None:
    learner.writes("notes.md", "my notes")
    learner.portal.release(
        "hello", {"hello.ipynb": "old", "data/a.csv": "1", "notes.md": "trainer's"}
    )
    (note,) = learner.opens().notes
    assert learner.reads("notes.md") == "trainer's"
    assert learner.reads(note.other) == "my notes"


def test_case_6_withdrawn_file_goes_only_if_untouched(learner: Learner) -> None:
    learner.writes("hello.ipynb", "mine")
    learner.portal.release("hello", {"other.ipynb": "x"})
    report = learner.opens()
    assert learner.files == {"hello.ipynb", "other.ipynb"}
    assert report.removed == ("data/a.csv",)
    assert not (learner.folder / "data").exists()


def test_a_lost_base_costs_no_file(learner: Learner) -> None:
    learner.writes("hello.ipynb", "mine")
    (learner.home / ".officina/material" / COURSE / "hello.json").write_text("{broken")
    learner.portal.release("hello", {"hello.ipynb": "new", "data/a.csv": "1"})
    learner.opens()
    assert learner.reads("hello.ipynb") == "mine"


def test_a_link_is_never_followed_out(learner: Learner, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (learner.folder / "data/a.csv").unlink()
    (learner.folder / "data").rmdir()
    (learner.folder / "data").symlink_to(outside)
    report = learner.opens()
    assert list(outside.iterdir()) == []
    assert learner.reads("data/a.csv") == "1"
    assert [note.path for note in report.notes] == ["data"]


def test_a_linked_file_is_not_written_through(learner: Learner, tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("precious")
    (learner.folder / "hello.ipynb").unlink()
    (learner.folder / "hello.ipynb").symlink_to(outside)
    learner.portal.release("hello", {"hello.ipynb": "new", "data/a.csv": "1"})
    learner.opens()
    assert outside.read_text() == "precious"


def test_an_exercise_folder_that_is_a_link_is_told(ada: Path, portal: Any, tmp_path: Path) -> None:
    (ada / COURSE).symlink_to(tmp_path)
    with pytest.raises(FolderInTheWay, match="is a link"):
        Learner(ada, portal).opens()


def test_an_interrupted_download_changes_nothing(learner: Learner) -> None:
    learner.portal.release("hello", {"hello.ipynb": "new"})
    learner.portal.cut_next = True
    with pytest.raises(PortalUnreachable):
        learner.opens()
    assert learner.reads("hello.ipynb") == "old"
    assert learner.reads("data/a.csv") == "1"


def test_a_fetch_killed_half_way_is_finished_by_the_next(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.writes("mine.txt", "mine")
    learner.portal.release("hello", {"a": "1", "hello.ipynb": "new", "mine.txt": "x"})
    rename = Path.replace
    done: list[Path] = []

    def dies_at_the_second(self: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == 2:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        learner.opens()
    monkeypatch.undo()
    learner.opens()
    assert learner.reads("hello.ipynb") == "new"
    assert any(
        learner.reads(path) == "mine" for path in learner.files if path.startswith("mine.yours")
    )
    assert not [path for path in learner.files if path.endswith(".officina")]


def test_a_full_disk_is_told_in_words(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    learner.portal.release("hello", {"hello.ipynb": "new"})
    monkeypatch.setattr("officina_widgets.material.folder.shutil.copyfile", full)
    with pytest.raises(FolderInTheWay, match="No space left"):
        learner.opens()
    assert learner.reads("hello.ipynb") == "old"


@pytest.mark.parametrize("name", ["..", "a/b", "", ".hidden", "a\n", "x" * 80])
def test_no_name_leads_out_of_the_home(ada: Path, portal: Any, name: str) -> None:
    with PortalClient(portal.url, "token-ada") as client, pytest.raises(BadName):
        fetch_material(client, ada, COURSE, name)
    assert portal.calls == []


def test_the_manifest_stands_out_of_the_exercises_folder(learner: Learner) -> None:
    manifest = read_manifest(learner.home, COURSE, "hello")
    assert manifest is not None
    assert set(manifest.files) == {"hello.ipynb", "data/a.csv"}


def test_another_language_comes_in_place_of_what_nobody_changed(learner: Learner) -> None:
    learner.gets("en", "old")
    assert learner.gets("de", "alt").updated == ("hello.ipynb",)
    assert learner.reads("hello.ipynb") == "alt"


def test_another_language_takes_nothing_away_that_was_begun(learner: Learner) -> None:
    learner.gets("en", "old")
    learner.writes("hello.ipynb", "mine")
    report = learner.gets("de", "alt")
    assert learner.reads("hello.ipynb") == "mine"
    assert learner.reads("hello.de-1.0.0.ipynb") == "alt"
    assert "another language" in str(report.notes[0])
    assert learner.opens().notes == ()
    learner.gets("en", "old")
    assert learner.reads("hello.ipynb") == "mine"
    assert learner.reads("hello.de-1.0.0.ipynb") == "alt"
    assert learner.reads("hello.en-1.0.0.ipynb") == "old"
    manifest = read_manifest(learner.home, COURSE, "hello")
    assert manifest is not None
    assert manifest.offered == ("hello.de-1.0.0.ipynb", "hello.en-1.0.0.ipynb")

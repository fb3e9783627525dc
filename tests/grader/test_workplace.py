"""A grader's temporary files lie together, and those of graders that were killed go."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from officina_hub.grader.workplace import workplace

# A grader in the middle of its work: it was given a submission, and is replacing a folder.
AT_WORK = """
import sys
import tempfile
from pathlib import Path
from officina_courses.grading import places
from officina_hub.grader.workplace import workplace
courses = Path(sys.argv[1])
home = courses / "tea"
home.mkdir(parents=True, exist_ok=True)
with (
    workplace(courses),
    tempfile.TemporaryDirectory(prefix="officina-submission-") as submission,
    places.replacing(home / "submitted" / "ada" / "leaf", home=home) as fresh,
):
    Path(submission, "leaf.ipynb").write_text("{}")
    (fresh / "leaf.ipynb").write_text("{}")
    print("at work", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, also for what is started."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_starting_grader_sweeps_up_after_one_that_was_killed(
    temporary: Path, tmp_path: Path
) -> None:
    courses = tmp_path / "courses"
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(courses)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "at work\n"
        with workplace(courses) as mine:
            assert len(list(temporary.rglob("leaf.ipynb"))) == 1
            assert set(temporary.iterdir()) > {mine}
        grader.kill()
    assert len(list(tmp_path.rglob("leaf.ipynb"))) == 2
    with workplace(courses) as mine:
        assert list(temporary.iterdir()) == [mine]
        assert [place.name for place in courses.iterdir()] == ["tea"]
    assert list(temporary.iterdir()) == []


def test_other_accounts_come_through_but_see_no_names(temporary: Path, tmp_path: Path) -> None:
    with workplace(tmp_path / "courses") as place:
        assert place.stat().st_mode & 0o777 == 0o711
        assert place.stat().st_uid == os.geteuid()
        with tempfile.TemporaryDirectory() as inside:
            assert Path(inside).parent == place
    with tempfile.TemporaryDirectory() as outside:
        assert Path(outside).parent == temporary

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_widgets.material.merge import NO_FILE, Note, aside_name, offered_name, plan

OLD, NEW, MINE = "0" * 64, "1" * 64, "2" * 64


@pytest.mark.parametrize(
    ("upstream", "base", "here", "verb"),
    [
        pytest.param(NEW, OLD, OLD, "update", id="case 1: changed upstream, untouched here"),
        pytest.param(OLD, OLD, MINE, "keep", id="case 2: changed here, unchanged upstream"),
        pytest.param(NEW, OLD, MINE, "offer", id="case 3: changed in both"),
        pytest.param(OLD, OLD, None, "restore", id="case 4: deleted here"),
        pytest.param(NEW, None, MINE, "set_aside", id="case 5: a learner's file has the name"),
        pytest.param(None, OLD, OLD, "remove", id="case 6: deleted upstream, untouched here"),
        pytest.param(None, OLD, MINE, "keep", id="case 6: deleted upstream, changed here"),
        pytest.param(NEW, None, None, "add", id="new upstream"),
        pytest.param(NEW, None, NEW, None, id="the learner has the very same file"),
        pytest.param(NEW, OLD, NEW, None, id="both made the same change"),
        pytest.param(None, OLD, None, None, id="deleted in both"),
        pytest.param(NEW, OLD, NO_FILE, "offer", id="the learner made a folder of it"),
        pytest.param(None, OLD, NO_FILE, "keep", id="deleted upstream, a folder here"),
    ],
)
def test_each_case_has_its_verb(
    upstream: str | None, base: str | None, here: str | None, verb: str | None
) -> None:
    steps = plan(_files(upstream), _files(base), _files(here))
    assert [step.verb for step in steps] == ([verb] if verb else [])


def _files(sha256: str | None) -> dict[str, str]:
    return {"a.ipynb": sha256} if sha256 else {}


def test_without_a_base_a_differing_file_counts_as_the_learners_work() -> None:
    assert plan({"a": NEW}, None, {"a": MINE})[0].verb == "offer"


def test_files_that_only_the_learner_has_are_not_even_looked_at() -> None:
    assert plan({}, {}, {"mine.txt": MINE}) == ()


def test_names_keep_folder_and_suffix() -> None:
    assert offered_name("data/a.b.csv", "1.2.0") == "data/a.b.new-1.2.0.csv"
    moment = datetime(2026, 11, 21, 9, 5, 7, tzinfo=UTC)
    assert aside_name("data/a.csv", moment) == "data/a.yours-20261121-090507.csv"


def test_a_note_tells_which_file_is_whose() -> None:
    note = Note(kind="offered", path="a.ipynb", other="a.new-2.0.0.ipynb")
    assert "Yours is kept" in str(note)
    assert "a.new-2.0.0.ipynb" in str(note)

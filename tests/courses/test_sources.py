"""Notebooks as text: the same bytes, written back exactly, faults told by their line."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from officina_courses.check import check_course, format_finding
from officina_courses.course_files import course_files
from officina_courses.errors import CourseError
from officina_courses.release import prepare_exercise
from officina_courses.shipped import shipped_courses
from officina_courses.sources.cell_ids import cell_ids
from officina_courses.sources.errors import SourceError
from officina_courses.sources.folder import build_course, notebooks_made, sources, write_sources
from officina_courses.sources.made_files import compared
from officina_courses.sources.reading import parse_source
from officina_courses.sources.wrong import wrong_files

SOURCE = '''\
# %% [markdown]
# # Squares
#
# ![A square with its side a](a.png)

# %% tags=["parameters"]
seed: int = 1  # the dice

# %% given="load" slideshow={"slide_type": "skip"}
%matplotlib inline
TEXT = """
# %% no cell
"""


# %% answer="square"
def square(a):
    ### BEGIN SOLUTION
    return a * a
    ### END SOLUTION


# %% tests="square-test" points=2
assert square(2) == 4
### BEGIN HIDDEN TESTS
assert square(3) == 9
### END HIDDEN TESTS

# %% [markdown] written="why" points=1.5
# Because.

# %% [markdown] task="essay" points=3
# ## An essay
'''.replace("%matplotlib", "# %matplotlib")


@pytest.fixture
def with_source(course_folder: Path) -> Path:
    """The good course with its notebook built from a source."""
    (course_folder / "source/ps1/squares.py").write_text(SOURCE)
    build_course(course_folder)
    return course_folder


def notebook(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "source/ps1/squares.ipynb").read_text())
    return read


def problems(text: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        parse_source(text, "a.py")
    return [str(problem) for problem in caught.value.problems]


def test_a_build_makes_nbgraders_metadata_of_short_keys(with_source: Path) -> None:
    cells = {cell["id"]: cell for cell in notebook(with_source)["cells"]}
    assert list(cells) == ["squares", "squares-2", "load", "square", "square-test", "why", "essay"]
    assert cells["squares-2"]["metadata"] == {"tags": ["parameters"]}
    assert cells["load"]["metadata"]["slideshow"] == {"slide_type": "skip"}
    assert cells["load"]["source"][0] == "%matplotlib inline\n"
    graded = {name: cell["metadata"].get("nbgrader", {}) for name, cell in cells.items()}
    kinds = {
        name: {flag for flag in ("grade", "locked", "solution", "task") if found.get(flag)}
        for name, found in graded.items()
    }
    assert kinds == {
        "squares": set(),
        "squares-2": set(),
        "load": {"locked"},
        "square": {"solution"},
        "square-test": {"grade", "locked"},
        "why": {"grade", "solution"},
        "essay": {"locked", "task"},
    }
    assert [graded[name]["points"] for name in ("square-test", "why", "essay")] == [2, 1.5, 3]
    assert all(cell.get("outputs", []) == [] for cell in cells.values())
    assert notebook(with_source)["metadata"]["title"] == "Squares"


def test_the_same_source_gives_the_same_bytes_and_nothing_is_written_twice(
    with_source: Path,
) -> None:
    assert [file.state for file in build_course(with_source)] == ["unchanged"]
    assert check_course(with_source).findings == ()


def test_a_notebook_comes_back_as_the_text_it_was_made_of(with_source: Path) -> None:
    source = with_source / "source/ps1/squares.py"
    source.unlink()
    write_sources(with_source)
    assert source.read_text() == SOURCE


def test_every_shipped_course_with_sources_is_what_they_say() -> None:
    for folder in shipped_courses():
        if list(sources(folder)):
            assert {file.state for file in compared(notebooks_made(folder))} == {"unchanged"}


def test_a_notebook_that_differs_is_told_with_the_sources_line(with_source: Path) -> None:
    path = with_source / "source/ps1/squares.ipynb"
    path.write_text(path.read_text().replace("square(2) == 4", "square(2) == 5"))
    (finding,) = check_course(with_source).findings
    line = SOURCE.splitlines().index('# %% tests="square-test" points=2') + 1
    assert (finding.code, finding.path, finding.cell, finding.line) == (
        "OFF070", "source/ps1/squares.py", "square-test", line
    )  # fmt: skip


def test_a_notebook_that_cannot_be_read_is_told_at_its_own_line(with_source: Path) -> None:
    path = with_source / "source/ps1/squares.ipynb"
    lines = path.read_text().splitlines()
    lines[9] = "{{{"
    path.write_text("\n".join(lines))
    (finding,) = check_course(with_source).findings
    assert format_finding(finding).startswith("source/ps1/squares.ipynb:10: error OFF020:")


def test_a_source_without_notebook_is_told(with_source: Path) -> None:
    (with_source / "source/ps1/squares.ipynb").unlink()
    assert "OFF070" in {finding.code for finding in check_course(with_source).findings}


def test_a_wrong_source_is_told_by_the_check_and_writes_nothing(with_source: Path) -> None:
    source = with_source / "source/ps1/squares.py"
    source.write_text(SOURCE.replace(" points=2", ""))
    (finding,) = check_course(with_source).findings
    assert (finding.code, finding.line) == ("OFF071", 23)
    before = notebook(with_source)
    with pytest.raises(SourceError, match=r"source/ps1/squares\.py:23: tests has no points"):
        build_course(with_source)
    assert notebook(with_source) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '# %% answr="a"\n1',
            "a.py:1: the header has the unknown key 'answr'; did you mean answer",
        ),
        ('# %% id="a"\n1\n\n# %% id="a"\n2', "a.py:4: the id 'a' stands in line 1 already"),
        ('# %% answer="a"\n\n# %% id="b" answer="a"\n', "a.py:3: the grade id 'a' stands in line"),
        ('# %% answer="a" tests="b" points=1\n1', "a.py:1: a cell is one thing, and this one is"),
        ('# %% tests="a" points=0\n1', "a.py:1: points is '0'; it must be a number above 0"),
        ("# %% points=2\n1", "a.py:1: the cell has points and is not graded"),
        ('# %% answer="a" points=2\n1', "a.py:1: answer has points, which only tests"),
        ('# %% [markdown] answer="a"\n# x', "a.py:1: answer stands in a markdown cell"),
        ('# %% id="a b"\n1', "a.py:1: id is 'a b'; an id has letters"),
        ("x = 1\n\n# %%\n2", "a.py:1: text stands before the first cell"),
        ("", "a.py:1: it has no cell"),
        (
            "# ---\n# jupyter:\n#   a: 1\n# b: 2\n# ---\n\n# %%\n1",
            "a.py:1: the notebook's own header",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_may_stand_there(text: str, told: str) -> None:
    assert problems(text)[0].startswith(told)


ABOVE = "# Ünser Kurs\n"
IN_UTF_16 = "it is in UTF-16, not in UTF-8; save the file as UTF-8"
IN_LATIN_1 = "byte 3 of the file, 0xDC in line 1, is not UTF-8; save the file as UTF-8"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8-sig", SOURCE), ("utf-8", SOURCE.replace("\n", "\r\n"))],
    ids=["byte order mark", "line ends of Windows"],
)
def test_how_an_editor_saved_a_source_changes_nothing(
    with_source: Path, encoding: str, text: str
) -> None:
    (with_source / "source/ps1/squares.py").write_bytes(text.encode(encoding))
    assert [file.state for file in build_course(with_source)] == ["unchanged"]
    assert check_course(with_source).findings == ()


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        ("latin-1", SOURCE.replace("# Squares", "# Größe"), "0xF6 in line 2, is not UTF-8; save"),
        ("latin-1", ABOVE + SOURCE, IN_LATIN_1),
        ("utf-16", SOURCE, IN_UTF_16),
        ("utf-8", ABOVE + SOURCE, "squares.py:1: text stands before the first cell"),
    ],
    ids=["Latin-1", "Latin-1 in a comment above", "UTF-16", "a comment above"],
)
def test_a_source_in_another_encoding_or_below_a_comment_is_refused_and_goes_to_nobody(
    with_source: Path, encoding: str, text: str, told: str
) -> None:
    (with_source / "source/ps1/squares.py").write_bytes(text.encode(encoding))
    with pytest.raises(SourceError, match=told):
        build_course(with_source)
    (finding,) = check_course(with_source).findings
    assert finding.code == "OFF071"
    assert told.removeprefix("squares.py:1: ") in finding.message
    assert "source/ps1/squares.py" not in {file.path for file in course_files(with_source)}
    prepare_exercise(with_source, "ps1")
    assert not (with_source / "release/ps1/squares.py").exists()


def test_what_is_no_file_is_told_and_never_waited_for(with_source: Path) -> None:
    notebook, wrong = with_source / "source/ps1/squares.ipynb", with_source / "wrong/ps1/squares"
    notebook.unlink()
    wrong.mkdir(parents=True)
    for place in (notebook, wrong / "a.py", *(with_source / n for n in ("environment.lock", "x"))):
        os.mkfifo(place)
    with pytest.raises(CourseError, match=r"squares\.ipynb is no file"):
        build_course(with_source)
    codes = [finding.code for finding in check_course(with_source).findings]
    assert codes.count("OFF014") == 3
    assert wrong_files(with_source) == []
    assert "OFF008" in codes


def test_a_source_that_is_a_pipe_is_not_waited_for(with_source: Path) -> None:
    os.mkfifo(with_source / "source/ps1/pipe.py")
    assert [file.path for file in build_course(with_source)] == ["source/ps1/squares.ipynb"]


def test_nothing_is_written_through_a_link_that_came_with_a_course(
    with_source: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.write_text("mine")
    (with_source / "source/ps1/squares.ipynb").unlink()
    (with_source / "source/ps1/squares.ipynb").symlink_to(own)
    with pytest.raises(CourseError, match=r"squares\.ipynb is a link to .*own"):
        build_course(with_source)
    assert own.read_text() == "mine"


def test_lines_are_counted_below_blank_lines_and_a_header_of_the_notebook() -> None:
    source = parse_source("\n\n# ---\n# jupyter:\n#   a: 1\n# ---\n\n# %%\n1\n\n# %%\n2\n", "a.py")
    assert [cell.line for cell in source.cells] == [8, 11]
    assert source.metadata == {"a": 1}


def test_all_faults_of_a_source_are_told_at_once() -> None:
    assert len(problems('# %% answr="a"\n1\n\n# %% tests="b"\n2')) == 2


def test_ids_follow_headings_and_stay_when_other_cells_change() -> None:
    cells = [(None, "# The goals: 3 of them"), (None, ""), ("own", ""), (None, ""), (None, "")]
    ids = ["the-goals-3-of-them", "the-goals-3-of-them-2", "own", "own-2", "own-3"]
    assert cell_ids(cells) == ids
    assert cell_ids(cells[2:]) == ids[2:]
    assert cell_ids([(None, ""), ("start", ""), (None, "```\n# code\n```")]) == [
        "start-2", "start", "start-3"
    ]  # fmt: skip


def test_what_no_text_can_say_is_refused_with_its_cell(with_source: Path) -> None:
    path = with_source / "source/ps1/squares.ipynb"
    content = notebook(with_source)
    content["cells"][0]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    path.write_text(json.dumps(content))
    with pytest.raises(SourceError, match=r"cell 1 has 'a\.png' attached"):
        write_sources(with_source)


def test_metadata_that_jupytext_cannot_write_is_told(with_source: Path) -> None:
    content = notebook(with_source)
    content["cells"][1]["metadata"]["tags"] = "parameters"
    (with_source / "source/ps1/squares.ipynb").write_text(json.dumps(content))
    with pytest.raises(SourceError, match="jupytext stops at its metadata"):
        write_sources(with_source)


def test_sources_are_neither_published_nor_released_and_other_modules_are(
    with_source: Path,
) -> None:
    (with_source / "source/ps1/helper.py").write_text('"""Help."""\n')
    published = {file.path for file in course_files(with_source)}
    assert "source/ps1/helper.py" in published
    assert "source/ps1/squares.py" not in published
    prepare_exercise(with_source, "ps1")
    released = {path.name for path in (with_source / "release/ps1").iterdir()}
    assert released == {"a.png", "helper.py", "squares.ipynb"}

"""Damaged and hostile notebooks: each is refused in words, or read as it is meant."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_courses.errors import NotebookError
from officina_courses.notebooks import (
    REFUSALS,
    Notebook,
    NotebookLimits,
    load_notebook,
    parse_notebook,
)


def notebook_of(*cells: dict[str, Any], **top: Any) -> bytes:
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **top}
    ).encode()


def code(source: object = "1", **nbgrader: object) -> dict[str, Any]:
    metadata = {"nbgrader": nbgrader} if nbgrader else {}
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": []}


def read(data: bytes) -> Notebook:
    return parse_notebook(data, name="ps1/a.ipynb")


@pytest.mark.parametrize(
    ("data", "refusal", "words"),
    [
        (b"", "empty", "no content"),
        (b" \n", "empty", "no content"),
        (b"{'a': 1}", "not-json", "line 1, column 2"),
        (notebook_of(code())[:-40], "not-json", "ends too early"),
        (b"\xff\xfe{\x00", "not-utf8", "line 1"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not-json", "digits"),
        (b"[" * 100_000, "too-deep", "nested"),
        (notebook_of(metadata={"a": json.loads("[" * 200 + "]" * 200)}), "too-deep", "nested"),
        (b"[]", "not-a-notebook", "list instead of an object"),
        (b"{}", "not-a-notebook", "nbformat is 'None'"),
        (notebook_of(nbformat=True), "not-a-notebook", "nbformat is 'True'"),
        (json.dumps({"nbformat": 2, "worksheets": []}).encode(), "too-old", "--nbformat 4"),
        (json.dumps({"nbformat": 3, "worksheets": []}).encode(), "too-old", "--nbformat 4"),
        (notebook_of(nbformat=5), "too-new", "nbformat 5"),
        (notebook_of(cells=None), "not-a-notebook", "cells are a null"),
        (notebook_of("text"), "not-a-notebook", "cell 1 is a text"),  # type: ignore[arg-type]
        (notebook_of({"cell_type": "heading"}), "not-a-notebook", "'heading'"),
        (notebook_of(code(source=5)), "not-a-notebook", "source of cell 1"),
        (notebook_of({**code(), "metadata": []}), "not-a-notebook", "metadata of cell 1"),
        (notebook_of(*[code()] * 2001), "too-many-cells", "2001 cells"),
    ],
)  # fmt: skip
def test_what_is_no_readable_notebook_is_refused_in_words(
    data: bytes, refusal: str, words: str
) -> None:
    with pytest.raises(NotebookError, match=words) as caught:
        read(data)
    assert caught.value.code == f"notebook-{refusal}"
    assert caught.value.code in REFUSALS
    assert "ps1/a.ipynb" in str(caught.value)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.ipynb").open("wb") as out:
        out.truncate(100 * 1024 * 1024)
    with pytest.raises(NotebookError, match=r"100\.0 MiB; 20\.0 MiB are allowed.*Clear its out"):
        load_notebook(tmp_path / "a.ipynb")
    with pytest.raises(NotebookError, match="allowed"):
        parse_notebook(notebook_of(code()), name="a", limits=NotebookLimits(max_bytes=10))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "a.ipynb"):
        with pytest.raises(NotebookError, match="not there"):
            load_notebook(path)


def test_byte_order_mark_nan_and_half_characters_are_mended() -> None:
    data = b"\xef\xbb\xbf" + notebook_of(code("NaN"), metadata={"x": float("nan")})
    notebook = read(data.replace(b'"NaN"', b'"a\\ud800b"'))
    assert notebook.peculiarities == ("bom", "nan", "surrogates")
    assert notebook.cells[0].source == "a?b"
    assert notebook.content["metadata"]["x"] is None


def test_whole_characters_beyond_the_first_plane_are_left_alone() -> None:
    notebook = read(notebook_of(code("🎉")))
    assert (notebook.cells[0].source, notebook.peculiarities) == ("🎉", ())


def test_of_a_key_given_twice_the_last_counts() -> None:
    assert read(notebook_of(code()).replace(b'"1"', b'"1", "source": "2"')).cells[0].source == "2"


def test_a_source_may_be_a_list_of_lines() -> None:
    assert read(notebook_of(code(["a\n", "b"]))).cells[0].source == "a\nb"


def test_the_kinds_of_nbgrader_cells_are_told_apart() -> None:
    notebook = read(
        notebook_of(
            code(),
            code(grade_id="answer", solution=True, grade=False, locked=False, schema_version=3),
            code(grade_id="test", grade=True, solution=False, locked=True, points=2),
            code(grade_id="essay", grade=True, solution=True, points="1.5", schema_version=0),
            code(grade_id="task", grade=False, solution=False, locked=True, task=True, points=3),
            code(grade=False, solution=False, locked=False),
        )
    )
    plain, answer, test, essay, task, none = (cell.grading for cell in notebook.cells)
    assert plain is none is None
    assert answer is not None
    assert answer.is_answer
    assert test is not None
    assert (test.is_test, test.points) == (True, 2.0)
    assert essay is not None
    assert (essay.is_test, essay.points) == (False, 1.5)
    assert task is not None
    assert (task.is_graded, task.points) == (True, 3.0)
    assert [cell.name for cell in notebook.graded_cells] == ["test", "essay", "task"]
    assert notebook.cells[0].name == "cell 1"


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ([], "not an object"),
        ({"grade": "yes"}, "grade is 'yes'"),
        ({"grade": True, "points": "many"}, "points are 'many'"),
        ({"grade": True, "points": "1e999"}, "points are '1e999'"),
        ({"grade": True, "grade_id": 5}, "grade_id is '5'"),
        ({"grade": True, "schema_version": "3"}, "schema_version is '3'"),
    ],
)
def test_wrong_nbgrader_metadata_is_read_and_told(metadata: object, words: str) -> None:
    cell = read(notebook_of({**code(), "metadata": {"nbgrader": metadata}})).cells[0]
    assert cell.grading is not None
    assert any(words in problem for problem in cell.grading.problems)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(
    st.sampled_from(["nbformat", "metadata", "cells", "cell"]),
    st.sampled_from(["cell_type", "source", "metadata", "outputs", "attachments"]),
    json_values,
)
def test_any_json_in_any_place_is_read_or_refused(top: str, key: str, value: object) -> None:
    data = json.loads(notebook_of(code()))
    if top == "cell":
        data["cells"][0][key] = value
    else:
        data[top] = value
    try:
        read(json.dumps(data).encode())
    except NotebookError as error:
        assert error.code in REFUSALS  # noqa: PT017 - either way is fine, a traceback is not

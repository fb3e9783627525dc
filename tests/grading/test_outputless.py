"""What a submitted notebook showed is passed over: all else comes out as it was."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from grading_classroom import RIGHT, Classroom, code, notebook, scores, solved
from hypothesis import given
from hypothesis import strategies as st

from officina_courses.errors import NotebookError
from officina_courses.grading import outputless
from officina_courses.grading.outputless import Skimmer, load_outputless
from officina_courses.notebooks import NotebookLimits

SMALL = NotebookLimits(max_bytes=1 << 20)
TEXTS = st.text(st.sampled_from('a"\\[]{}:, \nü🎉'), max_size=12) | st.just('"outputs": [')
KEYS = st.sampled_from(["outputs", "widgets", "cells", "metadata", "a", '"outputs'])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
CELLS = st.fixed_dictionaries(
    {"source": TEXTS | st.lists(TEXTS, max_size=3), "metadata": VALUES},
    optional={"outputs": st.lists(VALUES, max_size=3), "attachments": VALUES},
)
NOTEBOOKS = st.fixed_dictionaries(
    {
        "cells": st.lists(CELLS, max_size=3),
        "metadata": st.dictionaries(st.sampled_from(["widgets", "b"]), st.just({"c": [{}]})),
    }
)


def skimmed(data: bytes, piece: int) -> bytes:
    skimmer = Skimmer(1 << 20)
    for start in range(0, len(data), piece):
        skimmer.feed(data[start : start + piece])
    return skimmer.finished()


def without_outputs(content: dict[str, Any]) -> dict[str, Any]:
    cells = [{**c, **({"outputs": []} if "outputs" in c else {})} for c in content["cells"]]
    metadata = {
        key: {} if key == "widgets" else value for key, value in content["metadata"].items()
    }
    return {"cells": cells, "metadata": metadata}


@given(NOTEBOOKS, st.sampled_from([None, 1]), st.integers(1, 70), st.booleans())
def test_all_but_the_outputs_comes_out_whole(
    content: dict[str, Any], indent: int | None, piece: int, is_ascii: bool
) -> None:
    data = json.dumps(content, indent=indent, ensure_ascii=is_ascii).encode()
    found = skimmed(data, piece)
    assert json.loads(found) == without_outputs(content)
    assert found.count(b"\n") == data.count(b"\n")


@given(st.binary(max_size=60), st.integers(1, 70))
def test_bytes_without_outputs_come_out_as_they_went_in(data: bytes, piece: int) -> None:
    assert skimmed(data, piece) == data


def test_a_large_notebook_whose_size_is_its_outputs_is_read_in_little_memory(
    tmp_path: Path,
) -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "QUJD" * (8 << 20)}}
    shown = {**code("1"), "outputs": [picture, {"text": ["a line\n"] * 9}]}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook([shown]), indent=1))
    del picture, shown
    tracemalloc.start()
    found = load_outputless(tmp_path / "a.ipynb", name="a", limits=SMALL, file_bytes=64 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.cells[0].source, found.content["cells"][0]["outputs"]) == ("1", [])
    assert peak < 4 << 20


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps(notebook([code("#" * (2 << 20))])), "without its outputs it still has more"),
        ('{"cells": [{"outputs": [' + "[" * 3_000_000, "without its outputs it still has more"),
        ('{"cells": [{"outputs": [{"text": "cut', "ends too early"),
    ],
    ids=["source", "brackets", "cut"],
)
def test_there_still_are_bounds(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.ipynb").write_text(text)
    with pytest.raises(NotebookError, match=words):
        load_outputless(tmp_path / "a.ipynb", name="a", limits=SMALL, file_bytes=64 << 20)


def test_a_file_beyond_all_bounds_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "a.ipynb").open("wb") as file:
        file.truncate(65 << 20)
    monkeypatch.delattr(outputless, "Skimmer")
    with pytest.raises(NotebookError, match=r"65\.0 MiB; 64\.0 MiB are allowed"):
        load_outputless(tmp_path / "a.ipynb", name="a", limits=SMALL, file_bytes=64 << 20)


@pytest.mark.sandbox
def test_outputs_cost_a_submission_nothing(classroom: Classroom) -> None:
    folder = classroom.hand_in("yuki", solved(RIGHT))
    content = json.loads((folder / "tasks.ipynb").read_text())
    deep = json.loads("[" * 900 + "]" * 900)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"text": "x" * (6 << 20)}, deep, float("nan")]
    content["metadata"]["widgets"] = {"state": {str(n): ["y" * 900] for n in range(9000)}}
    (folder / "tasks.ipynb").write_text(json.dumps(content))
    assert (folder / "tasks.ipynb").stat().st_size > classroom.limits.notebook_bytes
    outcome = classroom.grade("yuki", folder)
    assert (scores(outcome)["test_double"], scores(outcome)["test_partly"]) == (2.0, 4.0)

"""The comparison as a process: notebooks that nobody can read stop nothing."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from similar_class import notebook_bytes
from similar_corpus import Cells, copy_of, long_alone

from officina_courses.similarity.request import Answer, NotebookFile, Request, Work


def saved(path: Path, cells: Cells) -> NotebookFile:
    path.write_bytes(notebook_bytes(cells))
    return NotebookFile(name="work.ipynb", path=path)


def answered(request: Request) -> Answer:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "officina_courses.similarity"],
        input=request.model_dump_json().encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return Answer.model_validate_json(done.stdout)


def test_a_copy_is_found_beside_what_cannot_be_read(tmp_path: Path) -> None:
    dice = random.Random(4)
    mine = long_alone(dice)
    (tmp_path / "junk").write_bytes(b'{"cells": [[[[')
    works = {
        "ada": saved(tmp_path / "ada", mine),
        "bob": saved(tmp_path / "bob", copy_of(mine, "renamed", dice)),
        "cy": NotebookFile(name="work.ipynb", path=tmp_path / "junk"),
        "dee": NotebookFile(name="work.ipynb", path=tmp_path / "nothing"),
    }
    told = answered(
        Request(released=(), works=tuple(Work(name=n, notebooks=(f,)) for n, f in works.items()))
    )

    assert [(pair.one, pair.other) for pair in told.comparison.pairs] == [("ada", "bob")]
    assert told.unread == ("cy", "dee")


def test_nothing_to_compare_is_an_answer(tmp_path: Path) -> None:
    assert answered(Request(released=(), works=())).comparison.pairs == ()

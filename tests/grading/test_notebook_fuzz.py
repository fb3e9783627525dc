"""Submitted notebooks changed at random, from the reader to the marks and the page.

Whatever was handed in, documented refusals, states and sentences come out, and never an exception:
one of those would reach the queue. No cell is run here. ``OFFICINA_FUZZ_EXAMPLES`` makes it long.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from importlib.resources import files as package_files
from io import FileIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from active_parts import active_parts
from grading_classroom import NOON, TASKS, Classroom
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from notebook_mutations import OPERATIONS, Mutation, mutated, mutated_bytes, mutations

from officina_courses.errors import NotebookError
from officina_courses.grading import GradeRequest, Limits, grade_submission, gradebook
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import CellRan, Pass, PassRan
from officina_courses.grading.examination import examine
from officina_courses.grading.feedback import Page, render
from officina_courses.grading.publish import Record
from officina_courses.grading.replies import Examined, Ready, Reply
from officina_courses.grading.spec import NotebookSpec, read_spec
from officina_courses.marks import NotebookMark
from officina_courses.notebooks import REFUSALS, parse_notebook
from officina_courses.release import prepare_exercise

EXAMPLES = int(os.environ.get("OFFICINA_FUZZ_EXAMPLES", "60"))
USER_GUIDE = Path(str(package_files("nbgrader"))) / "docs/source/user_guide"
SHIPPED = Path(__file__).parents[2] / "courses/first-steps/source"
BYTE_OPERATIONS = ["put", "drop", "double", "move", "splice", "cut", "flip"]
STATES = set(NotebookMark.model_fields["state"].annotation.__args__)  # type: ignore[union-attr]
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


class Seed:
    """A notebook that somebody could hand in, and what it is graded against."""

    def __init__(self, spec: NotebookSpec, path: Path) -> None:
        self.spec = spec
        self.content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        self.data = json.dumps(self.content, indent=1).encode()


class EchoEngine:
    """Every cell ends well and shows its own text in all forms that a display may have."""

    def run(self, work: Pass) -> PassRan:
        return PassRan(tuple(self._ran(cell.key, cell.source) for cell in work.cells), "finished")

    def _ran(self, key: str, source: str) -> CellRan:
        forms = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
        outputs: list[dict[str, Any]] = [
            {"output_type": "stream", "name": "stdout", "text": source},
            {"output_type": "error", "ename": key, "evalue": source, "traceback": [source]},
            *(
                {"output_type": "execute_result", "data": {form: source}, "metadata": {}}
                for form in forms
            ),
        ]
        return CellRan(key, "ok", value="1", outputs=tuple(outputs), trust="sound")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of nbgrader's own exercises, a shipped one and one of every kind of cell."""
    home = tmp_path_factory.mktemp("fuzz") / "home"
    home.mkdir(mode=0o700)
    folder = Classroom(home).write_source("real", TASKS)
    for notebook in ("problem1", "problem2"):
        shutil.copy(USER_GUIDE / f"source/ps1/{notebook}.ipynb", folder)
    shutil.copy(SHIPPED / "03-data/03-data.ipynb", folder / "data.ipynb")
    prepare_exercise(home, "real")
    return home


@pytest.fixture(scope="module")
def seeds(home: Path) -> list[Seed]:
    """The release's notebooks, and what a learner made of nbgrader's."""
    release = home / "release/real"
    with gradebook.open_gradebook(home) as session:
        specs = {spec.name: spec for spec in read_spec(session, "real", release)}
    found = [(spec, release / f"{name}.ipynb") for name, spec in specs.items()]
    found += [
        (specs[name], USER_GUIDE / f"submitted/bitdiddle/ps1/{name}.ipynb")
        for name in ("problem1", "problem2")
    ]
    return [Seed(spec, path) for spec, path in found]


def graded(seed: Seed, data: bytes, folder: Path) -> str:
    """The page of a submission of these bytes; fails where anything of it is not as documented."""
    (folder / f"{seed.spec.name}.ipynb").write_bytes(data)
    found = examine(seed.spec, folder, folder, engine=EchoEngine(), limits=Limits())
    mark = found.marked.mark
    assert mark.state in STATES
    assert all(cell.score is None or 0 <= cell.score <= cell.max_score for cell in mark.cells)
    assert {cell.grade_id for cell in mark.cells} == {
        cell.grade_id for cell in seed.spec.cells if cell.is_marked
    }
    record = Record(received_at=NOON, is_late=False, notebooks=(mark,))
    assert Record.model_validate_json(record.model_dump_json().encode()) == record
    if found.notebook is not None:
        text = json.dumps(found.notebook, ensure_ascii=False).encode()
        nbformat.validate(nbformat.reads(text.decode(), as_version=4))
    page = render(Page("real", "ada", NOON, False, mark, {}, found.notebook))
    assert active_parts(page) == []
    return page.encode().decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("handed-in")


@often
@given(number=st.integers(0, 5), changes=mutations(OPERATIONS))
def test_any_notebook_gets_marks_and_a_page(
    seeds: list[Seed], folder: Path, number: int, changes: list[Mutation]
) -> None:
    seed = seeds[number]
    graded(seed, mutated(seed.content, changes), folder)


@often
@given(number=st.integers(0, 5), changes=mutations(BYTE_OPERATIONS))
def test_any_bytes_get_marks_and_a_page(
    seeds: list[Seed], folder: Path, number: int, changes: list[Mutation]
) -> None:
    seed = seeds[number]
    graded(seed, mutated_bytes(seeds[number].data, changes), folder)


@often
@given(number=st.integers(0, 5), changes=mutations(BYTE_OPERATIONS))
def test_the_reader_refuses_with_a_documented_code_or_reads(
    seeds: list[Seed], number: int, changes: list[Mutation]
) -> None:
    data = mutated_bytes(seeds[number].data, changes)
    refused = []
    try:
        notebook = parse_notebook(data, name="a.ipynb")
        assert json.dumps(notebook.content, ensure_ascii=False).encode()
        assert len(notebook.cells) == len(notebook.content["cells"])
    except NotebookError as error:
        refused.append(error)
    assert {error.code for error in refused} <= REFUSALS.keys()


@settings(often, max_examples=max(20, EXAMPLES // 6))
@given(number=st.integers(0, 3), changes=mutations(OPERATIONS))
def test_any_notebook_reaches_the_gradebook(
    seeds: list[Seed], home: Path, folder: Path, number: int, changes: list[Mutation]
) -> None:
    seed = seeds[number]
    shutil.rmtree(folder)
    shutil.copytree(home / "release/real", folder)
    (folder / f"{seed.spec.name}.ipynb").write_bytes(mutated(seed.content, changes))
    outcome = grade_submission(
        GradeRequest(
            course_home=home,
            exercise_id="real",
            student_id="ada",
            submission_dir=folder,
            received_at=NOON,
        ),
        engine=EchoEngine(),
    )
    assert outcome.state in ("graded", "needs_manual")
    assert outcome.model_dump_json().encode()


@often
@given(
    words=st.binary(max_size=200), is_framed=st.booleans(), kind=st.sampled_from(["a", "b", "c"])
)
def test_whatever_a_process_says_ends_the_conversation_in_words(
    words: bytes, is_framed: bool, kind: str
) -> None:
    said = len(words).to_bytes(4, "big") + words if is_framed else words
    with contextlib.ExitStack() as stack:
        commands = [
            stack.enter_context(FileIO(fd, mode)) for fd, mode in zip(os.pipe(), "rw", strict=True)
        ]
        replies = [
            stack.enter_context(FileIO(fd, mode)) for fd, mode in zip(os.pipe(), "rw", strict=True)
        ]
        talk = Conversation(commands[1].fileno(), replies[0].fileno(), answer_bytes=1 << 20)
        replies[1].write(said)
        replies[1].close()
        talk._refuse_early_words = lambda: None  # type: ignore[method-assign] # it comes in time
        with pytest.raises(ConversationEndedError) as ended:
            talk.ask({"op": "x"}, {"a": Ready, "b": Reply, "c": Examined}[kind], seconds=1)
        assert ended.value.end in ("tampered", "crashed")

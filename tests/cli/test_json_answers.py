"""With ``--json`` standard output is one JSON document, whatever happens, and the code stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from officina_hub.cli.teller import Json, Text
from officina_hub.data_folder import DataFolder


def only_document(answer: Result) -> object:
    """What standard output holds; anything beside the document makes this fail."""
    return json.loads(answer.stdout)


@pytest.fixture
def course(officina, tmp_path) -> Path:
    folder = tmp_path / "gpu-basics"
    assert officina("course", "new", folder).exit_code == 0
    return folder


FAILING = {
    "new in a folder that is taken": ("course", "new", "{tmp}"),
    "import of what is no course": ("course", "import", "{tmp}", "{tmp}/new"),
    "list without an address": ("course", "list"),
    "list of what is no address": ("course", "list", "--url", "ftp://x"),
    "list without a token": ("course", "list", "--url", "http://127.0.0.1:1/services/officina"),
    "publish without an address": ("course", "publish", "{tmp}/gpu-basics"),
    "upgrade without a data folder": ("db", "upgrade", "--data-dir", "{tmp}/nope"),
    "check of what is no receipt": ("receipt", "check", "{tmp}/gpu-basics/course.toml"),
}


@pytest.mark.parametrize("argv", FAILING.values(), ids=FAILING)
def test_an_error_is_a_document_too(officina, course, tmp_path, argv):
    argv = [each.format(tmp=tmp_path) for each in argv]
    in_text, in_json = officina(*argv), officina(*argv, "--json")
    document = only_document(in_json)
    assert document.keys() == {"error", "code"}
    assert document["error"] == str(in_json.exception).strip()
    assert in_json.exit_code == in_text.exit_code == 1
    assert in_text.stdout == ""


def test_an_error_is_told_to_programs_and_to_people_in_a_real_process(tmp_path):
    argv = [sys.executable, "-m", "officina_hub.cli", "course", "new", str(tmp_path), "--json"]
    ran = subprocess.run(argv, capture_output=True, text=True, timeout=30)
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["code"] == "scaffold-refused"
    assert ran.stderr == f"Error: {json.loads(ran.stdout)['error']}\n"


def test_findings_that_forbid_publishing_are_the_document(officina, course):
    next((course / "source").rglob("*.ipynb")).unlink()
    for command in ("check", "publish"):
        answer = officina("course", command, course, "--json")
        assert only_document(answer)["findings"][0]["severity"] == "error"
        assert answer.exit_code == 1


@pytest.mark.sandbox
def test_progress_is_no_part_of_the_document(officina, course):
    answer = officina("course", "check", course, "--run", "--json")
    assert only_document(answer)["course_id"] == "gpu-basics"
    assert answer.stderr.startswith("Running ")


def test_an_import_and_an_upgrade_answer_with_one_document(officina, course, tmp_path):
    (course / "course.toml").unlink()
    imported = officina("course", "import", course, tmp_path / "new", "--id", "new", "--json")
    assert only_document(imported)["course"]["id"] == "new"
    DataFolder(tmp_path).factory_toml.touch()
    assert officina("receipt", "hash", course, "--json").exit_code == 0
    assert only_document(officina("db", "upgrade", "--data-dir", tmp_path, "--json"))["after"]


def test_the_check_before_the_start_is_one_document_with_any_exit_code(officina, tmp_path):
    answer = officina("up", "--check", "--data-dir", tmp_path / "data", "--json")
    states = {check["state"] for check in only_document(answer)}
    assert answer.exit_code == int("error" in states)


def test_an_error_of_nobody_is_no_answer(officina, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("officina_courses.check.check_course", lambda folder: broken())
    answer = officina("course", "check", ".", "--json")
    assert isinstance(answer.exception, RuntimeError)
    assert answer.stdout == ""


def test_what_is_going_on_never_reaches_standard_output(capsys):
    for teller in (Text(), Json()):
        teller.progress("still at it")
        with teller.bar("Uploading", 10) as done:
            done(10)
        told = capsys.readouterr()
        assert told.out == ""
        assert "still at it" in told.err

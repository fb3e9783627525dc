"""``nbgrader list``, ``fetch_assignment``, ``submit`` and ``fetch_feedback`` of a learner."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from officina_widgets.wire import Receipt

COURSE = "first-steps"
EARLIER = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def fetched(home: Path, nbgrader: Any) -> Path:
    assert nbgrader("fetch_assignment", "hello", "--course", COURSE).status == 0
    return home / COURSE / "hello"


def test_list_shows_the_exercises_of_ones_own_courses_only(ada: Path, nbgrader: Any) -> None:
    ran = nbgrader("list")
    assert "INFO first-steps hello" in ran.log
    assert "other-" not in ran.log


def test_list_tells_what_is_downloaded(ada: Path, nbgrader: Any) -> None:
    fetched(ada, nbgrader)
    assert "first-steps hello (already downloaded)" in nbgrader("list", "--course", COURSE).log


def test_fetch_works_in_any_folder_and_lands_in_the_home(
    ada: Path, nbgrader: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (fetched(ada, nbgrader) / "hello.ipynb").is_file()


def test_fetching_twice_is_refused_and_replace_brings_back_what_is_missing(
    ada: Path, nbgrader: Any
) -> None:
    notebook = fetched(ada, nbgrader) / "hello.ipynb"
    again = nbgrader("fetch_assignment", "hello", "--course", COURSE)
    assert again.status == 1
    assert "You already have a copy of hello" in again.log
    (notebook.parent / "mine.txt").write_text("mine")
    notebook.unlink()
    assert nbgrader("fetch_assignment", "hello", "--course", COURSE, "--replace").status == 0
    assert notebook.is_file()


def test_unknown_exercise_is_told_with_a_reference(ada: Path, nbgrader: Any) -> None:
    ran = nbgrader("fetch_assignment", "nope", "--course", COURSE)
    assert ran.status == 1
    assert "There is no exercise nope in first-steps. (Reference: c0ffee)" in ran.log
    assert "Traceback" not in ran.log


def test_submit_gives_a_receipt_that_is_kept(ada: Path, nbgrader: Any, portal: Any) -> None:
    fetched(ada, nbgrader)
    ran = nbgrader("submit", "hello", "--course", COURSE)
    assert ran.status == 0
    assert "Received as number 1 at 2026-11-21 09:01:00.123456 UTC, hash" in ran.log
    path = ada / ".officina/receipts" / COURSE / "hello/1.json"
    receipt = Receipt.model_validate_json(path.read_text())
    assert receipt.sha256 == portal.submissions[0][0].sha256
    assert [file.name for file in (ada / COURSE / "hello").iterdir()] == ["hello.ipynb"]


def test_the_name_may_be_typed_as_a_path(ada: Path, nbgrader: Any) -> None:
    fetched(ada, nbgrader)
    assert nbgrader("submit", f"{COURSE}/hello/", "--course", COURSE).status == 0


def test_submitting_what_was_never_fetched_is_refused(ada: Path, nbgrader: Any) -> None:
    ran = nbgrader("submit", "hello", "--course", COURSE)
    assert ran.status == 1
    assert "Fetch it first" in ran.log


def test_missing_notebook_warns_and_strict_refuses(ada: Path, nbgrader: Any, portal: Any) -> None:
    folder = fetched(ada, nbgrader)
    (folder / "hello.ipynb").rename(folder / "copy.ipynb")
    strict = nbgrader("submit", "hello", "--course", COURSE, "--strict")
    assert strict.status == 1
    assert "Nothing was submitted. Notebooks of hello are missing in your folder: hello" in (
        strict.log
    )
    assert portal.submissions == []
    ran = nbgrader("submit", "hello", "--course", COURSE)
    assert ran.status == 0
    assert "WARNING Sent too, but not graded" in ran.log


def test_by_products_links_and_offered_versions_are_not_sent(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    folder = fetched(ada, nbgrader)
    (folder / "hello.ipynb").write_text('{"mine": 1}')
    portal.release("hello", {"hello.ipynb": "new"}, version="2.0.0")
    nbgrader("fetch_assignment", "hello", "--course", COURSE, "--replace")
    for name in (".ipynb_checkpoints", "feedback", "__pycache__"):
        (folder / name).mkdir()
        (folder / name / "x.txt").write_text("x")
    (folder / "link.txt").symlink_to(ada / ".bashrc")
    (folder / "data.csv").write_text("1")
    ran = nbgrader("submit", "hello", "--course", COURSE)
    assert set(portal.submissions[0][1]) == {"hello.ipynb", "data.csv"}
    assert "link.txt is not sent: it is a link" in ran.log


def test_notebook_with_huge_output_is_sent_without_it(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    notebook = fetched(ada, nbgrader) / "hello.ipynb"
    output = {"output_type": "stream", "name": "stdout", "text": "x" * (17 * 1024 * 1024)}
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "execution_count": 1}
    whole = json.dumps({"cells": [cell | {"outputs": [output]}], "metadata": {}, "nbformat": 4})
    notebook.write_text(whole)
    ran = nbgrader("submit", "hello", "--course", COURSE)
    sent = json.loads(portal.submissions[0][1]["hello.ipynb"])
    assert sent["cells"][0] == cell | {"outputs": [], "execution_count": None}
    assert "is sent without its outputs" in ran.log
    assert notebook.read_text() == whole


def test_notebook_that_is_no_notebook_is_sent_as_it_is(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    notebook = fetched(ada, nbgrader) / "hello.ipynb"
    notebook.write_text("{not json")
    assert nbgrader("submit", "hello", "--course", COURSE).status == 0
    assert portal.submissions[0][1]["hello.ipynb"] == b"{not json"


def test_too_large_submission_is_refused_with_sizes_before_it_is_sent(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    folder = fetched(ada, nbgrader)
    with (folder / "model.bin").open("wb") as file:
        file.truncate(70 * 1024 * 1024)
    ran = nbgrader("submit", "hello", "--course", COURSE)
    assert ran.status == 1
    assert "This submission has 70.0 MiB in 2 files; 64 MiB" in ran.log
    assert "model.bin (70.0 MiB)" in ran.log
    assert portal.submissions == []


def test_file_beyond_nbgraders_limit_is_left_behind_with_a_warning(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    folder = fetched(ada, nbgrader)
    with (folder / "data.bin").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    ran = nbgrader("submit", "hello", "--course", COURSE)
    assert ran.status == 0
    assert "data.bin is not sent: it has 210 MB" in ran.log


def test_feedback_is_fetched_where_nbgrader_expects_it(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    folder = fetched(ada, nbgrader)
    nbgrader("submit", "hello", "--course", COURSE)
    before = nbgrader("fetch_feedback", "hello", "--course", COURSE)
    assert "There is no feedback yet. Submissions sent: 1" in before.log
    portal.publish_feedback(0, EARLIER)
    assert nbgrader("fetch_feedback", "hello", "--course", COURSE).status == 0
    page = folder / "feedback/2026-11-21 09:01:00.123456 UTC/hello.html"
    assert page.read_bytes() == b"<p>Well done</p>"


def test_cached_list_follows_a_submission_to_its_newer_feedback(
    ada: Path, nbgrader: Any, portal: Any
) -> None:
    fetched(ada, nbgrader)
    nbgrader("submit", "hello", "--course", COURSE)
    assert "UTC (no feedback available)" in nbgrader("list", "--cached").log
    portal.publish_feedback(0, EARLIER)
    assert "(feedback ready to be fetched)" in nbgrader("list", "--cached").log
    nbgrader("fetch_feedback", "hello", "--course", COURSE)
    assert "(feedback already fetched)" in nbgrader("list", "--cached").log
    portal.publish_feedback(0, EARLIER + timedelta(hours=1))
    assert "(feedback ready to be fetched)" in nbgrader("list", "--cached").log


def test_unreachable_portal_is_one_plain_sentence(
    ada: Path, nbgrader: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("OFFICINA_PORTAL_URL", "http://127.0.0.1:9/services/officina")
    ran = nbgrader("list")
    assert ran.status == 1
    assert "The learning portal at http://127.0.0.1:9/services/officina does not answer" in ran.log
    assert "Traceback" not in ran.log


def test_submissions_cannot_be_removed(ada: Path, nbgrader: Any) -> None:
    ran = nbgrader("list", "--cached", "--remove")
    assert ran.status == 1
    assert "each has a receipt" in ran.log

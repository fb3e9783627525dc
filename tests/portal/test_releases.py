"""Publishing over HTTP: checked, prepared, then current at once; never changed afterwards."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from portal_house import NOTEBOOK, House, tar_of

from officina_courses.archive import COURSE_LIMITS, tar_folder
from officina_courses.loader import load_course
from officina_courses.scaffold import new_course


def packed(folder: Path) -> bytes:
    tar = io.BytesIO()
    tar_folder(folder, tar, limits=COURSE_LIMITS)
    return tar.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_course(tmp_path / "tea", course_id="tea", title="Tea")
    return tmp_path / "tea"


async def publish(house: House, folder: Path, token: str = "tina") -> Any:
    return await house.ask("POST", "courses/tea/releases", token, tar=packed(folder))


async def prepare(house: House, folder: Path) -> Any:
    """Do what a grader does with the waiting job; gives the release."""
    job = (await house.ask("POST", "queue/claim", "grader", send={"worker": "w"})).json
    assert job["kind"] == "prepare"
    exercises = [exercise["id"] for exercise in job["course"]["exercises"]]
    release = job["release_id"]
    files = {f"{exercise}/a.ipynb": NOTEBOOK for exercise in exercises}
    put = await house.ask("PUT", f"releases/{release}/files.tar", "grader", tar=tar_of(files))
    assert put.status == 204
    built = [
        {"id": each, "max_score": 5, "has_manual": True, "notebooks": ["a"]} for each in exercises
    ]
    body = {"lease": job["lease"], "prepare": {"exercises": built}}
    done = await house.ask("POST", f"queue/{job['id']}/result", "grader", send=body)
    assert done.status == 204
    return (await house.ask("GET", f"releases/{release}", "tina")).json


async def test_a_course_is_checked_prepared_and_published(empty_house: House, folder: Path) -> None:
    sent = await publish(empty_house, folder)
    assert (sent.status, sent.json["state"]) == (202, "preparing")
    assert (await empty_house.ask("GET", "courses/tea", "ada")).status == 404

    assert (await prepare(empty_house, folder))["state"] == "published"
    seen = (await empty_house.ask("GET", "courses/tea", "tina")).json
    assert seen["role"] == "trainer"
    assert seen["exercises"][0]["max_score"] == 5
    exercise = load_course(folder).exercises[0].id
    files = await empty_house.ask("GET", f"courses/tea/exercises/{exercise}/files", "tina")
    assert [file["path"] for file in files.json["files"]] == ["a.ipynb"]


async def test_the_grader_gets_the_package_byte_for_byte(empty_house: House, folder: Path) -> None:
    release = (await publish(empty_house, folder)).json["id"]
    answer = await empty_house.ask("GET", f"releases/{release}/package.tar", "grader")

    assert answer.content == packed(folder)


async def test_the_same_content_again_is_the_same_release(empty_house: House, folder: Path) -> None:
    first = await publish(empty_house, folder)
    second = await publish(empty_house, folder)

    assert first.json == second.json


async def test_a_version_never_changes(empty_house: House, folder: Path) -> None:
    await publish(empty_house, folder)
    (folder / "extra.txt").write_text("new")
    answer = await publish(empty_house, folder)

    assert (answer.status, answer.json["code"]) == (409, "version-taken")
    assert "Raise the version" in answer.json["detail"]


async def test_a_failed_preparing_frees_the_version(empty_house: House, folder: Path) -> None:
    await publish(empty_house, folder)
    job = (await empty_house.ask("POST", "queue/claim", "grader", send={"worker": "w"})).json
    failure = {"message": "No kernel.", "retry": False}
    body = {"lease": job["lease"], "failure": failure}
    await empty_house.ask("POST", f"queue/{job['id']}/result", "grader", send=body)

    listed = (await empty_house.ask("GET", "courses/tea/releases", "tina")).json
    assert listed[0]["state"] == "failed"
    assert listed[0]["findings"][-1]["message"] == "No kernel."
    (folder / "extra.txt").write_text("new")
    assert (await publish(empty_house, folder)).status == 202


async def test_an_exercise_that_was_not_prepared_fails_the_release(
    empty_house: House, folder: Path
) -> None:
    await publish(empty_house, folder)
    job = (await empty_house.ask("POST", "queue/claim", "grader", send={"worker": "w"})).json
    body = {"lease": job["lease"], "prepare": {"exercises": []}}
    await empty_house.ask("POST", f"queue/{job['id']}/result", "grader", send=body)

    release = (await empty_house.ask("GET", f"releases/{job['release_id']}", "tina")).json
    assert release["state"] == "failed"
    assert "no student version" in release["findings"][-1]["message"]


async def test_files_of_a_published_release_do_not_change(empty_house: House, folder: Path) -> None:
    await publish(empty_house, folder)
    release = await prepare(empty_house, folder)
    path = f"releases/{release['id']}/files.tar"
    answer = await empty_house.ask("PUT", path, "grader", tar=tar_of({"x/a.ipynb": b"{}"}))

    assert (answer.status, answer.json["code"]) == (409, "not-preparing")


async def test_a_course_goes_to_its_own_address(empty_house: House, folder: Path) -> None:
    answer = await empty_house.ask("POST", "courses/other/releases", "tina", tar=packed(folder))

    assert (answer.status, answer.json["code"]) == (422, "other-course")


async def test_somebody_elses_course_cannot_be_published(empty_house: House, folder: Path) -> None:
    await publish(empty_house, folder)

    assert (await publish(empty_house, folder, "theo")).status == 403


@pytest.mark.parametrize(
    "files",
    [
        {"readme.txt": b"no course"},
        {"course.toml": b"id = 1"},
        {"course.toml": b"\xff"},
        {"course.toml": b"= ="},
    ],
    ids=["missing", "wrong", "not-utf8", "not-toml"],
)
async def test_a_package_that_is_no_course_is_refused(
    empty_house: House, files: dict[str, bytes]
) -> None:
    answer = await empty_house.ask("POST", "courses/tea/releases", "tina", tar=tar_of(files))

    assert answer.status == 422
    assert "course.toml" in answer.json["detail"]
    assert str(empty_house.settings.incoming) not in answer.json["detail"]
    assert list(empty_house.settings.incoming.iterdir()) == []


async def test_a_package_of_only_zeros_is_named_without_a_path_of_the_server(
    empty_house: House,
) -> None:
    answer = await empty_house.ask("POST", "courses/tea/releases", "tina", tar=bytes(10240))

    assert answer.status == 422
    assert answer.json["detail"].startswith("The package has no course.toml.")
    assert str(empty_house.settings.home) not in answer.json["detail"]


async def test_a_course_with_errors_is_refused_with_its_findings(
    empty_house: House, folder: Path
) -> None:
    notebook = next((folder / "source").rglob("*.ipynb"))
    old = json.loads(notebook.read_text()) | {"nbformat": 3, "nbformat_minor": 0}
    notebook.write_text(json.dumps(old))
    answer = await publish(empty_house, folder)

    assert (answer.status, answer.json["code"]) == (422, "course-has-errors")
    assert "OFF" in answer.json["detail"]

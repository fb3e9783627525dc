"""Client and material against the real portal: both sides mean the same by the contract."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from portal_house import House, course, publish_course

from officina_widgets.client import PortalClient
from officina_widgets.errors import Conflict, NotAllowed, NotFound, PortalError
from officina_widgets.material import fetch_material
from officina_widgets.server.regrade_handler import ask_regrade
from officina_widgets.transport import HASTY
from officina_widgets.wire import GradeResult

Tar = Callable[[dict[str, bytes]], io.BytesIO]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path / "portal")
    publish_course(house.portal, course())
    yield house
    await house.close()


def client(house: House, token: str) -> PortalClient:
    return PortalClient(house.url, token, patience=HASTY)


async def run(work: Callable[..., Any], *args: Any, **options: Any) -> Any:
    return await asyncio.to_thread(work, *args, **options)


async def test_learner_goes_from_the_list_to_a_receipt(
    house: House, tmp_path: Path, tar_of: Tar
) -> None:
    ada = client(house, "ada")

    def walk() -> None:
        assert [one.id for one in ada.courses(search="tea").items] == ["tea"]
        with pytest.raises(NotAllowed):
            ada.exercise_files("tea", "leaf")
        assert ada.enrol("tea").role == "learner"
        report = fetch_material(ada, tmp_path, "tea", "leaf")
        assert report.notebooks == ("leaf.ipynb",)
        receipt = ada.submit("tea", "leaf", tar_of({"leaf.ipynb": b"{}"}))
        assert ada.submit("tea", "leaf", tar_of({"leaf.ipynb": b"{}"})) == receipt
        assert ada.receipt(receipt.submission_id) == receipt
        (mine,) = ada.submissions("tea", "leaf")
        assert (mine.id, mine.state) == (receipt.submission_id, "queued")
        with ada.submission_tar(mine.id) as tar:
            assert tar.read()
        with pytest.raises(PortalError):
            ada.submissions("tea", user="*")
        with pytest.raises(NotFound):
            ada.feedback(mine.id, "leaf")
        ada.leave("tea")

    await run(walk)


async def test_course_server_releases_asks_for_feedback_and_regrades(
    house: House, tar_of: Tar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enrol("ada")
    server, ada = client(house, "course-tea"), client(house, "ada")
    monkeypatch.setenv("OFFICINA_PORTAL_URL", house.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "course-tea")

    def walk() -> None:
        ada.submit("tea", "leaf", tar_of({"leaf.ipynb": b"{}"}))
        new = {"leaf.ipynb": b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'}
        changed = new | {"data.csv": b"1"}
        with pytest.raises(Conflict):
            server.release_exercise("tea", "leaf", tar_of(changed))
        released = server.release_exercise("tea", "leaf", tar_of(changed), force=True)
        assert len(released.files) == 2
        assert [one.user for one in server.submissions("tea", "leaf", user="*")] == ["ada"]
        server.publish_feedback("tea", "leaf", ("ada",))
        assert ask_regrade("tea", "leaf", "ada")["success"] is True
        assert server.gradebook("tea")["course_id"] == "tea"
        assert server.gradebook_csv("tea")
        server.unrelease_exercise("tea", "leaf")
        with pytest.raises(NotFound):
            server.exercise_files("tea", "leaf")

    await run(walk)


async def test_grader_takes_keeps_and_finishes_a_job(house: House, tar_of: Tar) -> None:
    await house.enrol("ada")
    grader, ada = client(house, "grader"), client(house, "ada")

    def walk() -> None:
        assert grader.claim("w1", wait_seconds=0) is None
        ada.submit("tea", "leaf", tar_of({"leaf.ipynb": b"{}"}))
        job = grader.claim("w1", wait_seconds=0)
        assert job is not None
        assert (job.kind, job.exercise_id, job.user) == ("grade", "leaf", "ada")
        grader.heartbeat(job)
        grader.finish(job, GradeResult(state="ungradable", message="No."))
        grader.finish(job, GradeResult(state="ungradable", message="No."))  # as a retry does
        with pytest.raises(Conflict):
            grader.heartbeat(job.model_copy(update={"lease": "somebody else's"}))
        assert ada.submissions("tea")[0].state == "ungradable"

    await run(walk)


async def test_trainer_publishes_and_sets_a_deadline(house: House, tar_of: Tar) -> None:
    tina = client(house, "tina")

    def walk() -> None:
        seen: list[int] = []
        with pytest.raises(PortalError) as refused:
            tina.publish("tea", tar_of({"x": b"1"}), progress=lambda sent, _: seen.append(sent))
        assert refused.value.correlation_id
        assert seen
        assert [one.state for one in tina.releases("tea")] == ["published"]
        assert tina.set_deadline("tea", "leaf", house.clock()).deadline == house.clock()
        assert tina.set_deadline("tea", "leaf", None).deadline is None

    await run(walk)

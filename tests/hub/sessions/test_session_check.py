"""Admission: own limits first, then Slurm's word, and only when the person submits."""

from __future__ import annotations

from typing import Any

import pytest
from memory_cluster import MemoryCluster
from session_hub import API, Answer, SessionHub

from officina_spawners.slurm.client import HubMayNotAct, Refused, Unanswered
from officina_spawners.slurm.words import why_it_was_refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

GPU = {"profile": "gpu", "gpus": "2", "minutes": "60"}


async def check(hub: SessionHub, body: Any, who: str = "ada") -> Answer:
    return await hub.ask("POST", f"{API}check", who, body)


async def test_a_good_choice_is_tried_once_as_the_person(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    answer = (await check(hub, GPU)).json
    assert answer["ok"] is True
    assert answer["faults"] == []
    [(script, _)] = slurm.tried
    assert "#SBATCH --gres=gpu:a100:2" in script
    assert slurm.asked["submit"] == 0


async def test_what_the_hub_itself_refuses_costs_slurm_nothing(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    answer = (await check(hub, {**GPU, "gpus": 9})).json
    assert (answer["ok"], answer["faults"][0]["field"]) == (False, "gpus")
    dear = (await check(hub, {**GPU, "gpus": 4, "minutes": 240})).json
    assert (dear["ok"], dear["faults"][0]["code"]) == (False, "budget")
    assert slurm.tried == []


async def test_slurms_refusal_is_told_in_words_at_its_field(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    said = "sbatch: error: Invalid account or account/partition combination specified"
    slurm.refusal = Refused(why_it_was_refused(said), said)
    answer = (await check(hub, GPU)).json
    [fault] = answer["faults"]
    assert (answer["ok"], fault["field"]) == (False, "account")
    assert "sbatch" not in fault["message"]


async def test_a_silent_slurm_stands_against_nothing(hub: SessionHub, slurm: MemoryCluster) -> None:
    slurm.refusal = Unanswered("timed out")
    answer = (await check(hub, GPU)).json
    assert answer["ok"] is True
    assert "as soon as Slurm answers" in answer["troubles"][0]


async def test_a_hub_without_the_right_says_so_with_a_reference_to_the_cause_in_its_log(
    hub: SessionHub, slurm: MemoryCluster, caplog: pytest.LogCaptureFixture
) -> None:
    slurm.refusal = HubMayNotAct("sudo: a password is required")
    answer = (await check(hub, GPU)).json
    [fault] = answer["faults"]
    assert (answer["ok"], fault["code"]) == (False, "hub-may-not-act")
    assert "sudo" not in fault["message"]
    reference = fault["message"].rpartition(": ")[2].rstrip(")")
    [line] = [each.message for each in caplog.records if reference in each.message]
    assert "sudo: a password is required" in line


async def test_a_local_session_needs_nobodys_word(hub: SessionHub, slurm: MemoryCluster) -> None:
    answer = (await check(hub, {"profile": "small"})).json
    assert (answer["ok"], answer["choice"]) == (True, {"profile": "small"})
    assert not slurm.asked


async def test_choices_that_were_taken_come_back_as_recent_ones(hub: SessionHub) -> None:
    for gpus in (1, 2, 3, 2):
        await check(hub, {**GPU, "gpus": gpus})
    recent = (await hub.offers())["recent"]
    assert [each["gpus"] for each in recent] == [2, 3, 1]
    assert (await hub.offers("bob"))["recent"] == []


async def test_five_recent_choices_are_kept(hub: SessionHub) -> None:
    for minutes in range(10, 80, 10):
        await check(hub, {**GPU, "minutes": minutes})
    recent = (await hub.offers())["recent"]
    assert [each["minutes"] for each in recent] == [70, 60, 50, 40, 30]


async def test_a_damaged_file_of_recent_choices_is_passed_by(hub: SessionHub) -> None:
    await check(hub, GPU)
    path = hub.data_dir / "recent-choices" / "ada.json"
    for text in ("", "{", '[{"profile": "gone"}, {"profile": "gpu", "gpus": 99}, 7]'):
        path.write_text(text)
        assert (await hub.offers())["recent"] == []


async def test_a_second_session_of_a_kind_is_refused_before_slurm(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    await hub.start(profile="gpu")
    answer = (await check(hub, GPU)).json
    assert [each["code"] for each in answer["faults"]] == ["too-many"]
    assert (await hub.offer("gpu"))["in_use"] == 1
    assert slurm.tried == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b"null", b"{", b"\xff", b"[" * 3000, b'"' + b"x" * 100 + b'"']
)
async def test_a_body_that_is_no_choice_is_refused(hub: SessionHub, body: bytes) -> None:
    answer = await check(hub, body)
    assert answer.status == 400
    assert "not a JSON object" in answer.message


async def test_a_huge_body_is_refused(hub: SessionHub) -> None:
    answer = await check(hub, {"profile": "x" * 5000})
    assert answer.status == 413


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("profile", 7),
        ("profile", "a" * 1000),
        ("gpus", True),
        ("gpus", 1.5),
        ("gpus", -1),
        ("gpus", [1]),
        ("gpus", "1; scancel -u ada"),
        ("minutes", 10**12),
        ("minutes", "1e3"),
        ("minutes", "٣٠"),
        ("account", "a\n#SBATCH --uid=0"),
        ("account", {"a": 1}),
        ("account", "$(id)"),
        ("reservation", "\x00"),
        ("qos", "q" * 500),
        ("environment", "/etc/passwd"),
        ("environment", None),
    ],
)
async def test_each_field_refuses_what_it_is_not(
    hub: SessionHub, slurm: MemoryCluster, field: str, value: object
) -> None:
    answer = (await check(hub, {"profile": "gpu", field: value})).json
    if value is None:
        assert answer["ok"] is True  # as if it had been left out
        return
    assert answer["ok"] is False
    assert answer["faults"][0]["field"] == field
    assert len(answer["faults"][0]["message"]) < 500
    assert slurm.tried == []

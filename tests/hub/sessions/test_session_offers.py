"""What a person is offered, and that nothing of it is made up."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from memory_cluster import NOW, MemoryCluster, node, partition
from session_hub import API, SessionHub

from officina_hub.session_api.desk import SETTING
from officina_spawners.slurm.client import NoAccounting, Unanswered
from officina_spawners.slurm.resources import Budget, Reservation

pytestmark = pytest.mark.asyncio(loop_scope="module")

SILENT = Unanswered("slurm_load_node error: Unable to contact slurm controller")


async def test_each_profile_comes_with_bounds_and_with_what_is_free(hub: SessionHub) -> None:
    found = await hub.offers()
    assert [each["name"] for each in found["profiles"]] == [
        "small",
        "gpu",
        "cpu",
        "slice",
        "shared",
    ]
    gpu = found["profiles"][1]
    assert gpu["numbers"]["gpus"] == {"min": 1, "max": 4, "default": 1}
    assert (gpu["gpus"]["free"], gpu["gpus"]["total"], gpu["gpus"]["most_on_one_node"]) == (5, 8, 4)
    assert gpu["environments"] == [{"name": "pytorch", "title": "PyTorch 2"}]
    assert (gpu["longest_minutes"], gpu["gpu_hours"]) == (240, 1.0)
    assert gpu["expected"]["high_seconds"] == 0
    assert gpu["troubles"] == []


async def test_a_profile_without_gpus_shows_cores(hub: SessionHub) -> None:
    cpu = await hub.offer("cpu")
    assert cpu["gpus"] is None
    assert (cpu["cores"]["free"], cpu["cores"]["total"]) == (80, 128)


async def test_nodes_that_are_closed_or_reserved_have_nothing_free(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    slurm.all_nodes = (node("g1", states="DOWN"), node("g2", states="IDLE+RESERVED"))
    gpus = (await hub.offer("gpu"))["gpus"]
    assert (gpus["free"], gpus["total"]) == (0, 8)


async def test_everybody_who_looks_costs_one_question(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    await asyncio.gather(*(hub.offers(who) for who in ("ada", "bob") * 5))
    assert slurm.asked["nodes"] == 1
    assert slurm.asked["partitions"] == 1


async def test_nobody_who_looks_costs_nothing(hub: SessionHub, slurm: MemoryCluster) -> None:
    assert not slurm.asked["nodes"]


async def test_accounts_tell_what_is_left(hub: SessionHub) -> None:
    [account] = (await hub.offer("gpu"))["accounts"]
    assert account["name"] == "proto"
    assert (account["gpu_hours_used"], account["gpu_hours_left"]) == (90.0, 10.0)


async def test_an_account_that_the_profile_does_not_take_is_not_offered(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    slurm.all_budgets = (Budget(account="other", gpu_minutes_limit=None, gpu_minutes_used=0),)
    gpu = await hub.offer("gpu")
    assert gpu["accounts"] == []
    assert "None of your accounts" in gpu["closed"]
    assert [each["name"] for each in (await hub.offer("cpu"))["accounts"]] == ["other"]


async def test_a_slurm_that_is_silent_leaves_the_card_usable(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    slurm.fault = SILENT
    gpu = await hub.offer("gpu")
    assert gpu["gpus"] is None
    assert gpu["numbers"]["gpus"]["max"] == 4
    assert gpu["closed"] == ""
    assert [(each["name"], each["is_known"]) for each in gpu["accounts"]] == [
        ("proto", False),
        ("course", False),
    ]
    assert "Slurm does not answer at the moment, so what is free is not known." in gpu["troubles"]
    assert "controller" not in str(gpu)


async def test_what_was_free_before_slurm_fell_silent_is_told_as_of_then(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    before = (await hub.offer("gpu"))["gpus"]
    assert not before["is_old"]
    slurm.fault = SILENT
    for facts in hub.app.tornado_settings[SETTING]._facts.values():
        facts.nodes.forget()
    gpu = await hub.offer("gpu")
    assert gpu["gpus"] == {**before, "is_old": True}
    assert gpu["expected"] is None
    assert "Slurm does not answer at the moment, so what is free is not known." in gpu["troubles"]


async def test_a_cluster_without_accounting_says_so(hub: SessionHub, slurm: MemoryCluster) -> None:
    async def budgets(_: str) -> tuple[Budget, ...]:
        raise NoAccounting("Slurm accounting storage is disabled")

    slurm.budgets = budgets  # type: ignore[method-assign]
    gpu = await hub.offer("gpu")
    assert gpu["troubles"] == [
        "This cluster keeps no accounts, so what is left of your budget is not known."
    ]
    assert gpu["gpus"]["free"] == 5


async def test_a_mistake_of_ours_is_a_gap_and_no_error(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    async def nodes() -> tuple[object, ...]:
        raise KeyError("gres")

    slurm.nodes = nodes  # type: ignore[method-assign, assignment]
    assert (await hub.offer("gpu"))["gpus"] is None


async def test_only_an_active_reservation_of_ones_own_is_offered(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    def reservation(**changes: object) -> Reservation:
        common = {"nodes": "g1", "partition": "gpu", "starts_at": NOW, "users": ()}
        times = {"ends_at": NOW + timedelta(hours=2)}
        return Reservation.model_validate({**common, **times, **changes})

    slurm.all_reservations = (
        reservation(name="class", is_active=True, accounts=("proto",)),
        reservation(name="unlisted", is_active=True, accounts=("proto",)),
    )
    assert [each["name"] for each in (await hub.offer("gpu"))["reservations"]] == ["class"]


@pytest.mark.parametrize(
    ("accounts", "free", "reserved"), [(("proto",), 4, 3), (("another",), 1, 0)]
)
async def test_what_is_free_in_a_reservation_is_so_for_its_people_alone(
    hub: SessionHub, slurm: MemoryCluster, accounts: tuple[str, ...], free: int, reserved: int
) -> None:
    slurm.all_nodes = (
        node("g1", used=3),
        node("g2", states="MIXED+RESERVED", used=1),
        node("g3", states="IDLE+DRAIN+RESERVED"),
        node("g4", states="IDLE+RESERVED"),  # in another reservation
    )
    held = Reservation(
        name="class",
        is_active=True,
        starts_at=NOW,
        ends_at=None,
        nodes="g[2-3]",
        partition="",
        users=(),
        accounts=accounts,
    )
    slurm.all_reservations = (held,)
    gpus = (await hub.offer("gpu"))["gpus"]
    assert (gpus["free"], gpus["free_reserved"], gpus["total"]) == (free, reserved, 16)


@pytest.mark.parametrize("changes", [{"is_active": False}, {"accounts": ("another",)}])
async def test_a_reservation_of_others_or_of_later_is_not_offered(
    hub: SessionHub, slurm: MemoryCluster, changes: dict[str, object]
) -> None:
    slurm.all_reservations = (
        Reservation.model_validate(
            {
                "name": "class",
                "is_active": True,
                "starts_at": NOW,
                "ends_at": None,
                "nodes": "g1",
                "partition": "gpu",
                "users": (),
                "accounts": ("proto",),
                **changes,
            }
        ),
    )
    assert (await hub.offer("gpu"))["reservations"] == []


async def test_a_closed_partition_is_told(hub: SessionHub, slurm: MemoryCluster) -> None:
    slurm.all_partitions = (partition(state="DRAIN"),)
    assert "closed at the moment (DRAIN)" in (await hub.offer("gpu"))["troubles"][0]


async def test_somebody_without_an_account_keeps_the_local_profile(hub: SessionHub) -> None:
    hub.tokens["eve"] = hub.token("eve-without-a-unix-account")
    found = await hub.offers("eve")
    small, gpu = found["profiles"][:2]
    assert small["closed"] == ""
    assert "You have no account" in gpu["closed"]


async def test_the_quote_of_a_choice_tells_its_cost(hub: SessionHub) -> None:
    quote = (await hub.offers(query="?profile=gpu&gpus=2&minutes=120"))["quote"]
    assert (quote["gpu_hours"], quote["gpu_hours_left"]) == (4.0, 10.0)
    assert quote["faults"] == []
    assert quote["choice"] == {
        "profile": "gpu",
        "gpus": 2,
        "minutes": 120,
        "account": "proto",
        "environment": "pytorch",
    }


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("profile=none", "profile", "There is no profile 'none' here. Choose one of: small, gpu"),
        ("profile=gpu&gpus=5", "gpus", "GPUs: 1 to 4 are possible here, 5 was asked for."),
        (
            "profile=gpu&gpus=two",
            "gpus",
            "GPUs: 'two' is not understood. Whole numbers from 1 to 4",
        ),
        (
            "profile=gpu&minutes=99999999999",
            "minutes",
            "Minutes: 10 to 480 are possible here, 99999999999 was",
        ),
        ("profile=gpu&minutes=300", "minutes", "allows 240 minutes and 300"),
        ("profile=gpu&gpus=4&minutes=240", "account", "has 10.0 left"),
        (
            "profile=gpu&account=theirs",
            "account",
            "Account that pays: 'theirs' cannot be chosen here. Choose",
        ),
        ("profile=gpu&account=course", "account", "not among those that you can use"),
        ("profile=gpu&qos=%0A%23SBATCH", "qos", "Service class (QOS): "),
        ("profile=gpu&environment=../x", "environment", "../x"),
        ("profile=gpu&colour=red", "", "colour"),
    ],
)
async def test_what_stands_against_a_choice_is_told_at_its_field(
    hub: SessionHub, query: str, field: str, words: str
) -> None:
    [fault] = (await hub.offers(query=f"?{query}"))["quote"]["faults"]
    assert fault["field"] == field
    assert words in fault["message"]
    assert "not started" not in fault["message"]


async def test_a_bad_name_is_told_beside_a_number_that_does_not_fit(hub: SessionHub) -> None:
    quote = (await hub.offers(query="?profile=gpu&gpus=9&name=A%20B"))["quote"]
    assert [fault["field"] for fault in quote["faults"]] == ["gpus", "name"]
    choice = {"profile": "gpu", "gpus": 9, "name": "A B"}
    answer = await hub.ask("POST", f"{API}check", "ada", choice)
    assert [fault["field"] for fault in answer.json["faults"]] == ["gpus", "name"]

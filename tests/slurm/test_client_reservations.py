"""Nodes in a reservation are free for its people, and Slurm itself says who these are."""

from __future__ import annotations

import grp
import pwd

import pytest
from slurm_clients import become, command_client, script

from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.situation import situation_of
from officina_hub.session_api.stock import gpu_stock
from officina_spawners.profiles import Profile
from officina_spawners.slurm.client import Refused

pytestmark = pytest.mark.slurm

NAME = "workshop"
PROFILE = Profile.model_validate(
    {
        "name": "gpu",
        "title": "GPU",
        "place": "slurm",
        "partition": "gpu",
        "gpus": 1,
        "accounts": ["course101"],
        "reservations": [NAME],
    }
)


@pytest.fixture
def reserved(cluster):
    """Makes one of g2 that is active now, gone afterwards."""

    def make(*who: str) -> None:
        done = cluster.run(
            "scontrol",
            "create",
            f"reservationname={NAME}",
            *who,
            "nodes=g2",
            "starttime=now",
            "duration=60",
            "flags=ignore_jobs",
        )
        assert done.returncode == 0, done.stderr

    yield make
    cluster.run("scontrol", "delete", f"reservationname={NAME}")


def group_of(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


# Who is named; whether the learner is among them.
WHO = {
    "their account": (lambda own, other: ["accounts=course101"], True),
    "another account": (lambda own, other: ["accounts=proto"], False),
    "their name": (lambda own, other: [f"users={own}"], True),
    "another name": (lambda own, other: [f"users={other}"], False),
    "their group": (lambda own, other: [f"groups={group_of(own)}"], True),
    "another group": (lambda own, other: [f"groups={group_of(other)}"], False),
    "all but another": (lambda own, other: [f"users=-{other}"], True),
    "all but them": (lambda own, other: [f"users=-{own}"], False),
    "name and account": (lambda own, other: [f"users={own}", "accounts=course101"], True),
    "name without account": (lambda own, other: [f"users={own}", "accounts=proto"], False),
}


@pytest.mark.parametrize("kind", WHO)
async def test_what_is_free_there_is_so_for_whom_slurm_lets_in(
    clients, cluster, learner, other_learner, reserved, kind
):
    named, is_in = WHO[kind]
    reserved(*named(learner, other_learner))
    await become(lambda: g2_is_reserved(clients[0]))
    expected = (8, 4) if is_in else (4, 0)
    for client in clients:
        situation = await situation_of(ClusterFacts(client), learner)
        kept = situation.nodes_kept_for(PROFILE)
        stock = gpu_stock(PROFILE, "gpu", situation.nodes, kept, situation.as_of)
        assert (stock.free, stock.free_reserved) == expected, type(client)
    assert await slurm_lets_in(cluster, learner) is is_in


async def g2_is_reserved(client) -> bool:
    return any(node.name == "g2" and node.is_reserved for node in await client.nodes())


async def slurm_lets_in(cluster, person: str) -> bool:
    try:
        wish = script("--gres=gpu:1", f"--reservation={NAME}")
        await command_client(cluster).try_submit(wish, person)
    except Refused as refusal:
        return refusal.explanation.code != "reservation-refused"
    return True

"""A hub whose account may not act for people says so at once, to each in their own words."""

from __future__ import annotations

import re

import pytest

from officina_spawners.slurm.as_person import SETPRIV, SUDO

pytestmark = pytest.mark.slurm

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--")


@pytest.fixture
def hub_with(house):
    """Start the hub with this before its sbatch; afterwards it is as it was."""

    def restart(*prefix: str) -> None:
        conf = str(house.cluster.conf)
        cluster = {"name": "test", "slurm_conf": conf, "submit_prefix": list(prefix)}
        house.restart_hub(clusters=[cluster])

    yield restart
    house.restart_hub()


PREFIXES = {
    "sudo": ((*NOBODY, *SUDO), "sudo: a password is required"),
    "setpriv": ((*NOBODY, *SETPRIV), "Operation not permitted"),
    "nothing": (("no-such-sudo", "-n"), "no-such-sudo was not found"),
}


@pytest.mark.parametrize("kind", PREFIXES)
def test_the_start_ends_at_once_with_a_reference_to_the_operators_cause(house, hub_with, kind):
    prefix, cause = PREFIXES[kind]
    hub_with(*prefix)
    before = len(house.log)
    house.ask()
    message = house.refused()
    said = house.log[before:]
    assert "The hub cannot act in your name" in message
    assert cause not in message
    reference = re.search(r"Reference for support: (\w+)", message)[1]
    assert reference in said
    assert cause in said.partition(reference)[2]
    assert "docs/howto/slurm.md" in said or "officina up --check" in said
    assert "did not answer about the job" not in said  # nobody asked a second time
    house.nothing_is_left()

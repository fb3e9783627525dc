"""Orders are given as the person, and nothing a name holds becomes more than a name."""

from __future__ import annotations

import os

import pytest

from officina_spawners.slurm.as_person import (
    SETPRIV,
    SUDO,
    Account,
    account_of,
    check_names,
    usual_prefix,
)
from officina_spawners.slurm.client import Refused

ADA = Account("ada", 61234, 61235)


def test_a_hub_that_is_root_drops_its_rights_for_good():
    assert ADA.prefix(SETPRIV) == [
        "setpriv",
        "--reuid=61234",
        "--regid=61235",
        "--init-groups",
        "--",
    ]


def test_another_hub_asks_sudo_and_names_no_variable_because_sudo_would_log_its_value():
    assert ADA.prefix(SUDO) == ["sudo", "-n", "-u", "ada", "--"]


def test_the_usual_prefix_suits_who_runs_the_hub(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert usual_prefix() == SETPRIV
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert usual_prefix() == SUDO


def test_who_is_that_person_already_needs_no_prefix(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 61234)
    assert ADA.prefix(SUDO) == []


@pytest.mark.parametrize("name", ["root", "no-such-person", "", "a\0b", "-u", "../x", "a b"])
def test_root_and_strangers_are_refused(name):
    with pytest.raises(Refused) as refusal:
        account_of(name)
    assert refusal.value.explanation.code == "no-account"


def test_an_account_of_this_machine_is_found():
    found = account_of("nobody")
    assert (found.name, found.uid) == ("nobody", 65534)


@pytest.mark.parametrize(
    "name",
    [
        "A,B",
        "A=B",
        "A B",
        "",
        "1A",
        "LD_PRELOAD",
        "SBATCH_ACCOUNT",
        "SLURM_CONF",
        "SUDO_ASKPASS",
        "GLIBC_TUNABLES",
        "A\n",
    ],
)
def test_names_that_would_change_more_than_the_job_are_refused(name):
    with pytest.raises(ValueError, match="cannot be handed to a job"):
        check_names(["PATH", name])


def test_usual_names_pass():
    check_names(["PATH", "JUPYTERHUB_API_TOKEN", "_x", "lang", "LDAP_SERVER", "MALLOCATED"])

"""What an operator may write about profiles, and what is refused with a reason."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from officina_spawners.profiles import LOCAL_PROFILE, Cluster, Environment, Offers, Profile
from officina_spawners.profiles.amount import Amount

GPU = {"name": "gpu", "title": "GPU", "place": "slurm", "gpus": 1}


def test_a_number_alone_is_fixed_and_a_table_is_a_choice():
    fixed = Profile.model_validate({**GPU, "cores": 8})
    assert (fixed.cores, fixed.cores.is_fixed) == (Amount(min=8, max=8, default=8), True)
    chosen = Profile.model_validate({**GPU, "cores": {"min": 2, "max": 8, "default": 4}})
    assert str(chosen.cores) == "2 to 8"
    assert chosen.cores.allows(8)
    assert not chosen.cores.allows(9)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cores": {"min": 4, "max": 2, "default": 3}}, "a default between min and max"),
        ({"cores": True}, "cores"),
        ({"cores": 0}, "at least one minute, one core and one node"),
        ({"shards": 2}, "either gpus or shards"),
        ({"gpus": 0, "parts_per_gpu": 7}, "parts_per_gpu only beside shards"),
        ({"parts_per_gpu": -1}, "parts_per_gpu"),
        ({"gpus": 0, "gpu_memory_gib": 40}, "gpu_memory_gib only beside gpus or shards"),
        ({"partition": "a b"}, "partition"),
        ({"gpu_type": "a100\n"}, "gpu_type"),
        ({"name": "GPU"}, "name"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(wrong, said):
    with pytest.raises(ValidationError, match=said):
        Profile.model_validate({**GPU, **wrong})


@pytest.mark.parametrize(
    ("offers", "said"),
    [
        ({"profiles": ()}, "at least 1 item"),
        ({"profiles": (LOCAL_PROFILE, LOCAL_PROFILE)}, "each name once, not small twice"),
        ({"profiles": (GPU,)}, r"\[\[clusters\]\]"),
        (
            {"profiles": ({**GPU, "cluster": "b"},), "clusters": ({"name": "a"},)},
            r'profiles\.0\.cluster: a name of \[\[clusters\]\]: "a"',
        ),
        ({"profiles": ({**GPU, "place": "local"},)}, r"profiles\.0\.gpus: this only beside place"),
        (
            {"profiles": ({**GPU, "environments": ("x",)},), "clusters": ({"name": "a"},)},
            r"profiles\.0\.environments\.0: none, as there is no",
        ),
    ],
)
def test_offers_that_lead_nowhere_are_refused(offers, said):
    with pytest.raises(ValidationError, match=said):
        Offers.model_validate(offers)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "venv"}, "a path for kind = 'venv'"),
        ({"kind": "module"}, "at least one module"),
        ({"kind": "venv", "path": "relative"}, "path"),
        ({"modules": ("a b",)}, "modules"),
        ({"program": ()}, "program"),
    ],
)
def test_an_environment_without_what_its_kind_needs_is_refused(wrong, said):
    with pytest.raises(ValidationError, match=said):
        Environment.model_validate({"name": "e", "title": "E", **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"portal_url": "hub.example.org"},
        {"portal_url": "ftp://hub.example.org"},
        {"portal_url": "https://ada:secret@hub.example.org"},
        {"portal_url": "https://hub.example.org/?a=b"},
        {"portal_url": "https://hub.example.org/a b"},
        {"jupyter_config": "etc/jupyter"},
        {"jupyter_config": "/etc/jupyter:/tmp"},
    ],
)
def test_what_nodes_could_not_use_is_refused(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Cluster.model_validate({"name": "a", **wrong})


def test_nodes_are_told_only_what_differs_there():
    assert Cluster(name="a").variables == {}
    there = Cluster(name="a", portal_url="https://[fd00::1]:8443/services/officina/")
    assert there.variables == {"OFFICINA_PORTAL_URL": "https://[fd00::1]:8443/services/officina"}


def test_a_rest_cluster_needs_its_address():
    with pytest.raises(ValidationError, match="slurmrestd_url"):
        Cluster(name="a", client="slurmrestd")

"""Which nodes a reservation holds, and whom it lets in."""

from __future__ import annotations

import pytest

from officina_spawners.slurm.host_list import node_names
from officina_spawners.slurm.resources import Reservation

LISTS = [
    ("", []),
    ("g1", ["g1"]),
    ("c1,g[1-3]", ["c1", "g1", "g2", "g3"]),
    ("n[08-10,3]x", ["n08x", "n09x", "n10x", "n3x"]),
    ("rack[1-2]n[01-02]", ["rack1n01", "rack1n02", "rack2n01", "rack2n02"]),
]


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_slurms_short_lists_are_written_out(text, names):
    assert node_names(text) == set(names)


@pytest.mark.parametrize(
    "text", ["g[1-", "g]1", "g[a-b]", "g[3-1]", "g[1-999999999]", "a,,b", "a b", "g[]", ",a"]
)
def test_what_is_no_list_of_nodes_is_not_guessed_at(text):
    with pytest.raises(ValueError, match=r"no (?:list|range) of nodes"):
        node_names(text)


def test_more_nodes_than_a_cluster_has_are_refused():
    with pytest.raises(ValueError, match="more nodes than any cluster has"):
        node_names("a[1-9999]b[1-9999]")


ADMITTED = [
    ({"users": ("ada",)}, True),
    ({"users": ("bob",)}, False),
    ({"users": ("-bob", "-eve")}, True),
    ({"users": ("-ada",)}, False),
    ({"accounts": ("course",)}, True),
    ({"accounts": ("other",)}, False),
    ({"accounts": ("-course",)}, True),  # under proto
    ({"accounts": ("-course", "-proto")}, False),
    ({"groups": ("aif",)}, True),
    ({"groups": ("wheel",)}, False),
    ({"users": ("ada",), "accounts": ("other",)}, False),
    ({"groups": ("aif",), "accounts": ("course",)}, True),
    ({}, True),
]


@pytest.mark.parametrize(("who", "is_in"), ADMITTED)
def test_it_lets_in_whom_slurm_would(who, is_in):
    facts = {"name": "r", "is_active": True, "starts_at": None, "ends_at": None, "nodes": "g1"}
    found = Reservation.model_validate(
        {**facts, "partition": "", "users": (), "accounts": (), **who}
    )
    assert found.admits("ada", {"ada", "aif"}, ["course", "proto"]) is is_in

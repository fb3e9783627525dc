"""Slurm's short list of nodes, written out."""

from __future__ import annotations

import pytest

from officina_widgets.session.nodes import MOST, nodes_of


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("", ()),
        ("g1", ("g1",)),
        ("g[1-3]", ("g1", "g2", "g3")),
        ("g[08-10,12],c1", ("g08", "g09", "g10", "g12", "c1")),
        ("r[1-2]n[3,5]-ib", ("r1n3-ib", "r1n5-ib", "r2n3-ib", "r2n5-ib")),
    ],
)
def test_a_list_is_written_out(said, names):
    assert nodes_of({"SLURM_JOB_NODELIST": said}) == names


def test_the_node_of_the_session_comes_first():
    said = {"SLURM_JOB_NODELIST": "g[1-3]", "SLURMD_NODENAME": "g2"}
    assert nodes_of(said) == ("g2", "g1", "g3")


def test_a_list_without_end_is_cut():
    assert len(nodes_of({"SLURM_JOB_NODELIST": "g[1-999999999]"})) <= MOST + 1

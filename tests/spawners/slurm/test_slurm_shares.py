"""Budgets out of sshare's tree of accounts."""

from __future__ import annotations

import pytest

from officina_spawners.slurm.resources import Budget
from officina_spawners.slurm.shares import read_budgets

TREE = """\
root|||gres/gpu=900
 centre||gres/gpu=1000|cpu=5,gres/gpu=990
  proto||gres/gpu=60|gres/gpu=13
   proto|ada||gres/gpu=3
   proto|bob|gres/gpu=5|gres/gpu=4
  open|||gres/gpu=7
   open|ada||gres/gpu=7
 free|||gres/gpu=9
  free|ada||gres/gpu=1
"""


def budgets(person: str) -> dict[str, tuple[int | None, int, int | None]]:
    return {
        found.account: (found.gpu_minutes_limit, found.gpu_minutes_used, found.gpu_minutes_left)
        for found in read_budgets(TREE, person)
    }


def test_the_limit_with_least_left_counts_wherever_in_the_tree_it_is():
    assert budgets("ada") == {
        "proto": (1000, 990, 10),
        "open": (1000, 990, 10),
        "free": (None, 1, None),
    }
    assert budgets("bob") == {"proto": (5, 4, 1)}


def test_a_person_without_a_project_has_no_budget():
    assert budgets("eve") == {}


def test_a_recorded_tree_is_read(recorded):
    assert read_budgets(recorded("sshare.txt"), "sc-user1") == (
        Budget(account="course101", gpu_minutes_limit=None, gpu_minutes_used=27),
        Budget(account="proto", gpu_minutes_limit=60, gpu_minutes_used=0),
    )


def test_a_budget_that_is_overdrawn_has_nothing_left():
    assert Budget(account="a", gpu_minutes_limit=5, gpu_minutes_used=9).gpu_minutes_left == 0


@pytest.mark.parametrize("text", ["root||", "root|||x\n", "sshare: error\n", "a|b|gres/gpu=x|\n"])
def test_what_is_no_tree_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_budgets(text, "ada")

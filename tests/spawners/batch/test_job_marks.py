"""The mark of a job: known again by its hub, for one account and one session, and nobody else's."""

from __future__ import annotations

import pytest
from job_records import HUB, MARKS

from officina_spawners.batch.marks import Marks

OURS = MARKS.new("ada", "ada")


FORGED = {
    "made up": f"officina:{HUB}:" + "a" * 32,
    "too short": OURS[:-1],
    "too long": OURS + "0",
    "with another line": OURS + "\n",
    "behind something": f"x {OURS}",
    "another hub's": OURS.replace(HUB, "f" * 16),
    "one digit wrong": OURS[:-1] + ("0" if OURS[-1] != "0" else "1"),
    "empty": "",
}


# Named, since each process of a test run makes a mark of its own.
@pytest.mark.parametrize("comment", FORGED.values(), ids=FORGED)
def test_a_comment_that_this_hub_did_not_make_is_not_its_own(comment):
    assert not MARKS.is_ours(comment, "ada")


def test_its_own_is_known_for_the_account_that_it_was_made_for_alone():
    assert MARKS.is_ours(OURS, "ada")
    assert not MARKS.is_ours(OURS, "mallory")
    assert not Marks(HUB, b"another secret").is_ours(OURS, "ada")


def test_it_says_of_which_session_it_is_to_its_hub_alone():
    mark = MARKS.new("ada", "ada--second")
    assert MARKS.is_of_session(mark, "ada--second")
    assert not MARKS.is_of_session(mark, "ada")
    assert not Marks(HUB, b"another secret").is_of_session(mark, "ada--second")


def test_no_two_are_alike():
    assert len({MARKS.new("ada", "ada") for _ in range(1000)}) == 1000


def test_number_and_secret_are_made_once_and_the_secret_is_for_the_hubs_account_alone(tmp_path):
    made = Marks.of(tmp_path)
    assert Marks.of(tmp_path) == made
    assert made != Marks.of(tmp_path / "another")
    assert (tmp_path / "hub-secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "hub-secret").read_text() not in repr(made)

"""Numeric accounts: the owner of a home is the person, and root is nobody's account."""

import os

import pytest

from officina_spawners.accounts import AccountRange, claim_account
from officina_spawners.errors import HomeError

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root gives folders away; an ordinary user has no accounts"
)
NUMBERS = AccountRange(first=200_000, last=200_002)


@pytest.fixture
def shelves(tmp_path):
    folders = (tmp_path / "homes", tmp_path / "courses")
    for folder in folders:
        folder.mkdir()
    return folders


def home_of(shelf, name, uid=0):
    home = shelf / name
    home.mkdir()
    os.chown(home, uid, uid)
    return home


def test_a_new_home_gets_the_number_above_all_homes_and_courses(shelves):
    home_of(shelves[0], "a", 200_000)
    home_of(shelves[1], "c", 200_001)
    home = home_of(shelves[0], "b")
    assert claim_account(home, shelves, NUMBERS).uid == 200_002
    assert home.stat().st_uid == home.stat().st_gid == 200_002


def test_a_home_that_has_an_account_keeps_it(shelves):
    home = home_of(shelves[0], "a", 70_000)
    assert claim_account(home, shelves, NUMBERS).uid == 70_000


def test_a_tree_that_root_made_is_handed_over_whole_and_links_are_not_followed(shelves, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("root's")
    course = home_of(shelves[1], "python")
    (course / "source" / "ex1").mkdir(parents=True)
    (course / "source" / "ex1" / "link").symlink_to(outside)
    claim_account(course, shelves, NUMBERS)
    owners = {path.lstat().st_uid for path in (course, *course.rglob("*"))}
    assert owners == {200_000}
    assert outside.stat().st_uid == 0


def test_a_gap_is_used_when_the_top_is_reached(shelves):
    home_of(shelves[0], "a", 200_002)
    home = home_of(shelves[0], "b")
    assert claim_account(home, shelves, NUMBERS).uid == 200_000


def test_a_full_range_is_refused_with_the_way_out(shelves):
    for number in range(200_000, 200_003):
        home_of(shelves[0], str(number), number)
    with pytest.raises(HomeError, match="account_last"):
        claim_account(home_of(shelves[0], "b"), shelves, NUMBERS)


def test_a_home_of_a_system_account_is_refused(shelves):
    with pytest.raises(HomeError, match="system account 33"):
        claim_account(home_of(shelves[0], "a", 33), shelves, NUMBERS)

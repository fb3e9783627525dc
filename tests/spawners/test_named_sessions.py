"""Further sessions of one person: harmless keys whatever the name, and plain refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyterhub.slugs import is_valid_safe_slug

from officina_spawners.errors import OptionsError
from officina_spawners.named import check_name, check_number, is_name, key_of
from officina_spawners.profiles import LOCAL_PROFILE, Profile

CLUSTER = Profile(name="gpu", title="GPU", place="slurm", per_person=2)
HOSTILE = ["../x", "a:b", "ä", "a" * 200, "", ".", "..", "A", "a b", "a\n", "a\x00", "%2e", "-a"]
HOSTILE += ["a" * 31, "a-", "a--b"]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY_TEXT.filter(bool), ANY_TEXT)
def test_every_key_is_one_harmless_file_name(user, name):
    key = key_of(user, name)
    assert "/" not in key
    assert "\x00" not in key
    assert not key.startswith(".")
    assert len(f".{key}.draft".encode()) <= 255


@given(st.sets(st.tuples(ANY_TEXT.filter(bool), ANY_TEXT), min_size=2))
def test_no_two_sessions_share_a_key(sessions):
    assert len({key_of(user, name) for user, name in sessions}) == len(sessions)


@given(ANY_TEXT | st.text("ab-1", max_size=40))
def test_a_name_is_what_jupyterhub_takes_for_one(name):
    assert is_name(name) == bool(is_valid_safe_slug(name))


def test_usual_names_stay_readable():
    assert key_of("ada", "") == "ada"
    assert key_of("ada", "training-2") == "ada:training-2"


@pytest.mark.parametrize("name", [each for each in HOSTILE if each])
def test_an_odd_name_is_refused_in_one_line(name):
    with pytest.raises(OptionsError, match="cannot be called") as refused:
        check_name(name, CLUSTER, is_course=False)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("name", ["", "a", "training-2", "a" * 30])
def test_a_plain_name_is_taken_on_a_cluster(name):
    check_name(name, CLUSTER, is_course=False)


def test_a_named_session_on_the_hubs_machine_is_refused():
    check_name("", LOCAL_PROFILE, is_course=False)
    with pytest.raises(OptionsError, match="run on a cluster"):
        check_name("second", LOCAL_PROFILE, is_course=False)


def test_a_course_has_one_server():
    with pytest.raises(OptionsError, match="has one server"):
        check_name("second", CLUSTER, is_course=True)


def test_the_number_counts_sessions_of_the_same_profile_only():
    check_number(CLUSTER, ["gpu", "cpu", "cpu", ""])
    with pytest.raises(OptionsError, match="2 of 2 sessions of the kind gpu"):
        check_number(CLUSTER, ["gpu", "cpu", "gpu"])

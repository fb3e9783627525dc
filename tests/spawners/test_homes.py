"""Which folder a hub user's name leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_spawners.errors import HomeError
from officina_spawners.homes import course_of, folder_name


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_name_is_one_harmless_folder(name):
    folder = folder_name(name)
    assert "/" not in folder
    assert ":" not in folder
    assert not folder.startswith(".")
    assert 0 < len(folder.encode()) <= 150


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=2))
def test_no_two_names_share_a_folder(names):
    assert len({folder_name(name) for name in names}) == len(names)


@pytest.mark.parametrize("name", ["anna", "anna@uni.example", "first.last", "a-b_c"])
def test_usual_names_stay_readable(name):
    assert folder_name(name) == name


def test_a_course_server_is_told_by_its_name():
    assert course_of("course-python-1", "course-") == "python-1"
    assert course_of("anna", "course-") is None


@pytest.mark.parametrize("name", ["course-", "course-../../etc", "course-A", "course-a/b"])
def test_an_impossible_course_is_refused(name):
    with pytest.raises(HomeError):
        course_of(name, "course-")

"""The order of versions is that of SemVer 2.0."""

from __future__ import annotations

from itertools import pairwise

from officina_courses.version_order import is_older

RISING = (
    "nothing",
    "0.9.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.2.0",
    "1.10.0",
)


def test_each_version_is_older_than_the_next_and_not_the_reverse() -> None:
    for old, new in pairwise(RISING):
        assert is_older(old, new), (old, new)
        assert not is_older(new, old), (old, new)


def test_builds_of_one_version_are_of_one_age() -> None:
    assert not is_older("1.0.0+linux", "1.0.0+mac")
    assert not is_older("1.0.0+mac", "1.0.0")

"""Names on the disk: what was met is known again, and memory stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from officina_hub.catalogue.names_on_disk import CACHE_KIB, NamesOnDisk


@pytest.fixture
def names():
    with NamesOnDisk() as names:
        yield names


def test_a_name_is_new_once_and_each_list_has_its_own(names):
    one, other = names.new_list(), names.new_list()
    assert [one.add("a"), one.add("a"), other.add("a"), one.add("b")] == [True, False, True, True]
    assert (list(one), list(other)) == (["a", "b"], ["a"])
    assert ("b" in one, "b" in other, len(one), len(other)) == (True, False, 2, 1)
    assert one.among(["b", "c", "b"]) == {"b"}


def test_the_last_note_of_a_name_counts_and_goes_with_it(names):
    held = names.new_list()
    held.note([("a", "1"), ("b", "2"), ("a", "3")])
    assert (held.note_of("a"), held.note_of("c")) == ("3", None)
    assert held.take(["a", "c"]) == ["3"]
    assert (held.note_of("a"), list(held.notes())) == (None, ["2"])


@pytest.mark.parametrize("name", ["\ud800", "a\0b", "ä" * 5000, "'; DROP TABLE names; --"])
def test_a_stranger_s_names_come_back_as_they_were(names, name):
    held = names.new_list()
    held.add(name)
    assert (list(held), held.among([name])) == ([name], {name})


def test_they_may_be_taken_out_while_they_are_gone_through(names):
    held = names.new_list()
    told = [f"{number:05}" for number in range(1300)]
    held.note((name, name) for name in told)
    gone = [name for name in held if held.take([name])]
    assert (gone, len(held)) == (told, 0)


MANY = """
from package_watch import peak_mib
from officina_hub.catalogue.names_on_disk import NamesOnDisk
before = peak_mib()
with NamesOnDisk() as names:
    held = names.new_list()
    held.note((f"https://data.example/{n * 7919 % 300_000}", f"{n:020}") for n in range(300_000))
    assert sum(1 for name in held) == 300_000
    print(peak_mib() - before)
"""


def test_three_hundred_thousand_take_the_memory_of_the_cache():
    """A set of them takes forty MiB."""
    ran = subprocess.run(
        [sys.executable, "-c", MANY], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert float(ran.stdout) < 2 * CACHE_KIB / 1024

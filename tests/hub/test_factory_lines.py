"""Where each key of a TOML text stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tomlkit

from officina_hub.factory.examples import EXAMPLES
from officina_hub.factory.lines import Keys, line_of, lines_of

HARD = '''\
a.b = 1.5
"x.y" = [ 1,
  { z = 2,
    w = "]" }, # ] a comment
]
day = 1979-05-27 07:32:00
text = """
[[no]]
no = ""\\"""\\
"""
raw = \'\'\'
no = 1\'\'\'
[[profiles]] # the first
name = 'a'
cores = { min = 1, max = { "deep]" = [1, 2] } }
[profiles.sub]
q = -1e3
[[ profiles ]]
name = "b#"
[[profiles.inner]]
k = 1
[[profiles.inner]]
k = 2
[t . "\\u0075"]
v = ""
w = []
e = {}
'''


def ways(value: Any, way: Keys = ()) -> Iterator[Keys]:
    if way:
        yield way
    for key, inner in value.items() if isinstance(value, dict) else enumerate_list(value):
        yield from ways(inner, (*way, key))


def enumerate_list(value: Any) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(value) if isinstance(value, list) else ())


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("a", "b"), 1),
        (("x.y", 1, "w"), 4),
        (("day",), 6),
        (("raw",), 11),
        (("profiles", 0, "cores", "max", "deep]", 1), 15),
        (("profiles", 0, "sub", "q"), 17),
        (("profiles", 1), 18),
        (("profiles", 1, "name"), 19),
        (("profiles", 1, "inner", 1, "k"), 23),
        (("t", "u", "v"), 25),
    ],
)
def test_a_key_is_found_wherever_it_stands(keys, line):
    assert line_of(lines_of(HARD), keys) == line


def test_a_key_that_is_not_there_is_told_with_the_table_it_is_missing_in():
    lines = lines_of(HARD)
    assert line_of(lines, ("profiles", 1, "title")) == 18
    assert line_of(lines, ("profiles", 0, "cores", "default")) == 15
    assert line_of(lines, ("nothing",)) is None
    assert line_of(lines, ()) is None


def test_every_key_of_a_text_is_found_and_no_other():
    examples = "\n".join(each.toml for kind in EXAMPLES.values() for each in kind)
    for text in (HARD, HARD.replace("\n", "\r\n"), examples, "", "a=1", "# nothing"):
        assert set(lines_of(text)) == set(ways(tomlkit.parse(text).unwrap()))

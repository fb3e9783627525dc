"""Made classes: planted copies are found, and who worked alone is not reported."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from similar_answers import SHORT
from similar_corpus import (
    DISGUISES,
    Cells,
    copy_of,
    long_alone,
    long_release,
    notebook,
    short_alone,
    short_release,
)

from officina_courses.notebooks import Notebook
from officina_courses.similarity.comparing import Comparison, compare
from officina_courses.similarity.solution import own_code

Alone = Callable[[random.Random], dict[str, str]]


class Found(NamedTuple):
    """What a class with copies brought out."""

    planted: dict[tuple[str, str], str]
    told: set[tuple[str, str]]

    @property
    def missed(self) -> list[str]:
        return [disguise for pair, disguise in self.planted.items() if pair not in self.told]

    @property
    def wrong(self) -> set[tuple[str, str]]:
        return self.told - set(self.planted)


def compared(works: Mapping[str, Cells], release: Notebook) -> Comparison:
    given = {"work.ipynb": release}
    return compare({n: own_code(given, {"work.ipynb": notebook(w)}) for n, w in works.items()})


def searched(alone: Alone, release: Notebook, learners: int, copies: int, seed: int) -> Found:
    dice = random.Random(seed)
    works = {f"alone-{place:03}": alone(dice) for place in range(learners)}
    planted: dict[tuple[str, str], str] = {}
    for place in range(copies):
        disguise = DISGUISES[place % len(DISGUISES)]
        name, original = f"copy-{place:03}", f"alone-{place:03}"
        works[name] = copy_of(works[original], disguise, dice)
        planted[original, name] = disguise
    return Found(planted, {(each.one, each.other) for each in compared(works, release).pairs})


def test_copies_are_found_in_whatever_disguise() -> None:
    found = [searched(long_alone, long_release(), 30, 6, seed) for seed in range(6)]
    missed = [disguise for each in found for disguise in each.missed]

    assert sum(len(each.planted) for each in found) == 36
    assert len(missed) <= 4, missed
    assert not any(each.wrong for each in found)


def test_who_worked_alone_is_not_reported() -> None:
    wrong = [searched(long_alone, long_release(), n, 0, n).told for n in (2, 5, 8, 15, 30, 60, 90)]

    assert wrong == [set()] * 7


def test_short_right_solutions_are_never_reported() -> None:
    told = [searched(short_alone, short_release(), n, 0, n).told for n in (2, 5, 10, 40, 80)]

    assert told == [set()] * 5


def test_even_a_copy_of_a_short_solution_is_not_reported() -> None:
    assert searched(short_alone, short_release(), 40, 6, 1).told == set()


def test_solutions_written_by_hand_one_by_one_are_not_reported() -> None:
    head = '"""Common words."""\n'
    works = {f"p{place}": {"common": head + text} for place, text in enumerate(SHORT)}

    assert compared(works, short_release()).pairs == ()


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_class_of_three_has_its_copy_told(disguise: str) -> None:
    dice = random.Random(7)
    one, two = long_alone(dice), long_alone(dice)
    works = {"ada": one, "bob": two, "cy": copy_of(one, disguise, dice)}
    found = compared(works, long_release())

    assert [(pair.one, pair.other) for pair in found.pairs] == [("ada", "cy")]
    assert found.usual is None


def test_what_everybody_has_is_nobodys_copy() -> None:
    same = long_alone(random.Random(3))
    found = compared({f"p{place}": same for place in range(12)}, long_release())

    assert (found.compared, found.pairs) == (12, ())


def test_the_release_itself_handed_in_is_too_little_to_compare() -> None:
    given = {cell.name: cell.source for cell in long_release().cells}
    found = compared({"ada": given, "bob": given}, long_release())

    assert (found.too_short, found.pairs) == (2, ())


def test_a_solution_without_end_is_cut_and_says_so() -> None:
    endless = {"read": "\n".join(f"x{place} = f(x{place - 1}, {place})" for place in range(9000))}
    found = compared({"ada": endless, "bob": long_alone(random.Random(1))}, long_release())

    assert found.cut == ("ada",)


def test_the_same_class_gives_the_same_answer_in_any_order() -> None:
    dice = random.Random(5)
    works = {f"p{place}": long_alone(dice) for place in range(10)}
    works["q"] = copy_of(works["p3"], "all", dice)
    turned = dict(reversed(list(works.items())))

    assert compared(works, long_release()) == compared(turned, long_release())


def test_a_huge_cell_hides_no_copy_behind_it() -> None:
    dice = random.Random(9)
    mine = long_alone(dice)
    hidden = {"huge": "x = 1\n" * 9000} | copy_of(mine, "renamed", dice)
    found = compared({"ada": mine, "bob": hidden}, long_release())

    assert [(pair.one, pair.other) for pair in found.pairs] == [("ada", "bob")]
    assert found.cut == ("bob",)


@pytest.mark.parametrize(
    "line",
    ["(", "\\", "'''\n\"\"\"", "\\" * 499, "\0" * 400, "f'{" * 160, "  x\n y"],
    ids=["brackets", "backslash", "texts", "backslashes", "zeros", "nested", "dedents"],
)
def test_what_is_no_code_at_all_is_no_pair(line: str) -> None:
    works = {name: {"x": f"{line}\n" * 1400} for name in ("ada", "bob")}

    assert compared(works, long_release()).pairs == ()

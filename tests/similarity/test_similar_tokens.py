"""Tokens stay the same when only names, comments and layout differ, and survive broken code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_courses.similarity.tokens import Token, tokens_of

PLAIN = '''
def mean(numbers):
    """The mean."""
    total = 0
    for number in numbers:
        total += number
    return round(total / len(numbers), 2)
'''


def texts(source: str) -> list[str]:
    return [each.text for each in tokens_of(source.splitlines())]


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace("numbers", "xs").replace("total", "acc").replace("mean", "f"),
        PLAIN.replace('"""The mean."""', "# no text at all"),
        PLAIN.replace("    ", "  "),
        PLAIN.replace("\n", "  # why not\n"),
        PLAIN.replace("(total / len(numbers), 2)", "(\n        total\n / len(numbers),\n 2,\n)"),
        PLAIN.replace("total = 0", "total = 0;"),
        "%matplotlib inline\n!pip list\n" + PLAIN,
    ],
    ids=["names", "comment", "indent", "comments", "lines", "semicolon", "magic"],
)
def test_another_dress_is_the_same_code(other: str) -> None:
    assert texts(other) == texts(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace("round", "float"),
        PLAIN.replace("+=", "-="),
        PLAIN.replace("total = 0", "total = 1"),
        PLAIN.replace("for number in", "while number in"),
    ],
)
def test_other_code_is_not_the_same(other: str) -> None:
    assert texts(other) != texts(PLAIN)


def test_attributes_and_imported_names_stay() -> None:
    found = " ".join(texts("import pandas as pd\nframe.groupby(key)"))

    assert found == "import pandas as v v . groupby ( v )"


def test_quotes_and_what_is_in_texts_do_not_matter() -> None:
    assert texts("print(f'a {x} b', \"c\")") == ["print", "(", "s", ",", "s", ")"]


@pytest.mark.parametrize(
    "wound", ["x = ((1, 'two", "x = '''no end", "  wrong = indent", "a ? b $ c", ")))", "\x00"]
)
def test_lines_around_a_wound_keep_their_tokens(wound: str) -> None:
    before, after = "first = 1 + 2\n", "second = len(first) * 3\n"
    found = texts(before + wound + "\n" + after)

    assert found[:5] == texts(before)
    assert "len" in found or "'''" in wound or "((" in wound


def test_code_behind_an_open_text_is_read_again() -> None:
    assert "len" in texts("x = 1\ny = '''no end\nz = len(x)\n")


def test_each_token_knows_its_line() -> None:
    assert list(tokens_of(["a = 1", "", "b = 2"]))[3:] == [
        Token("v", 2), Token("=", 2), Token("2", 2),
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_nothing_that_is_text_is_refused(source: str) -> None:
    lines = source.splitlines()

    assert all(0 <= each.line < len(lines) for each in tokens_of(lines))


def test_a_hundred_wounds_leave_all_that_is_whole() -> None:
    assert texts("  y\n z\nlen(x)\n" * 100).count("len") == 100

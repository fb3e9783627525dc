"""Reading text as Python where other threads read, too."""

from __future__ import annotations

import ast

import pytest

from officina_courses.python_text import UNREADABLE, tree_of


class MismatchOnce:
    """``ast.parse`` as CPython 3.11 has it, when another thread reads at that moment."""

    def __init__(self) -> None:
        self.parse = ast.parse
        self.asked = 0

    def __call__(self, text: str) -> ast.Module:
        self.asked += 1
        if self.asked == 1:
            raise SystemError("AST constructor recursion depth mismatch (before=63, after=53)")
        return self.parse(text)


def test_a_text_that_another_thread_disturbed_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ast, "parse", parse := MismatchOnce())
    assert ast.unparse(tree_of("a = 1")) == "a = 1"
    assert parse.asked == 2


@pytest.mark.parametrize(
    "text", ["a =", "\0", "(" * 300, "-" * 100_000 + "1"], ids=["half", "nul", "open", "signs"]
)
def test_what_is_no_python_is_told_at_once(text: str) -> None:
    with pytest.raises(UNREADABLE):
        tree_of(text)

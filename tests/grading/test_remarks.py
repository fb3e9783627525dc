"""The grader's remarks are found again in its texts, whatever stands around them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from officina_courses.grading import examination, marking, matching, publish
from officina_courses.grading.remarks import REPAIRS, in_words, pieces
from officina_courses.saying import Saying

SAID = {
    "tampered": marking.TAMPERED,
    "unjudged": marking.UNJUDGED,
    "no points": marking.NO_POINTS.format(points=2.5),
    "hidden": marking.HIDDEN_FAILED,
    "beside": marking.FAILED_BESIDE_HIDDEN,
    "failed": marking.FAILED.format(error="KeyError"),
    "an error": marking.FAILED.format(error="an error"),
    "timed out": marking.TIMED_OUT,
    **{f"not reached {k}": marking.NOT_REACHED.format(reason=v) for k, v in marking.ENDS.items()},
    "missing": examination.MISSING.format(name="nb.ipynb"),
    "too large to show": publish.TOO_LARGE_TO_SHOW,
    "no cells": examination.NO_CELLS.format(name="nb.ipynb"),
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_every_remark_of_the_grader_is_known(said: str) -> None:
    unknown = "".join(each for each in pieces(said) if isinstance(each, str))
    assert unknown.strip() == ""
    assert in_words(said, lambda text: text).lower() == said.lower()


def test_the_remarks_on_repairs_stand_in_the_code_that_makes_them() -> None:
    source = Path(str(matching.__file__)).read_text(encoding="utf-8")
    written = re.sub(r'"\s*f?"', "", source)
    for said in REPAIRS:
        for part in re.split(r"%\(\w+\)s", said.text):
            assert part in written, part


def test_several_remarks_and_foreign_words_come_out_in_their_order() -> None:
    text = f"t: {marking.HIDDEN_FAILED} And <more>. {marking.FAILED.format(error='KeyError')}"
    found = list(pieces(text))
    assert [each if isinstance(each, str) else each.text for each in found] == [
        "t: ",
        "A hidden test did not pass.",
        " And <more>. ",
        "The test did not pass (%(error)s).",
    ]
    assert isinstance(found[-1], Saying)
    assert found[-1].values == {"error": "KeyError"}


def test_they_are_said_in_another_language() -> None:
    german = {"The test did not pass (%(error)s).": "Nicht bestanden (%(error)s)."}
    text = marking.FAILED.format(error="KeyError")
    assert in_words(text, lambda each: german.get(each, each)) == "Nicht bestanden (KeyError)."

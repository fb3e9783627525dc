"""What the grader remarks, found again in its texts, so that it can be said in other languages.

Marks keep a remark as English text, because nbgrader, old marks and programs read it there. Whoever
shows it cuts it into the sentences of this table, which catalogues of translations know; what is
not in it, such as an error's own words, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from officina_courses.grading.plain_errors import PLAIN
from officina_courses.saying import Saying, say

# What is put right in a notebook before it is graded (grading/matching.py).
REPAIRS: Final = (
    say("Cell %(cell)s names a graded cell that the exercise does not have."),
    say("This cell was there %(times)s times, as after copying it; cell %(cell)s counts."),
    say("This cell had lost the metadata that nbgrader knows it by; it was found again."),
    say("Its type was changed to %(found)s; it is %(type)s again."),
    say("Its text differed from the exercise's; it was graded with the exercise's text."),
    say("Some cells were moved; they were run in the order of your notebook."),
    say("This cell was missing; it was put in again where it belongs."),
    say("This cell was missing, so there was nothing here to mark."),
)
REMARKS: Final = (
    say(
        "Something in this notebook changes how tests run, so this test could not be believed. "
        "A trainer will look at it."
    ),
    say(
        "This test passed, but the grader could not make sure of it. "
        "A trainer has still to mark it."
    ),
    say("The test ended in no number from 0 to %(points)s. A trainer will look at it."),
    say("A hidden test did not pass."),
    say("The test did not pass."),
    say("The test did not pass (an error)."),
    say("The test did not pass (%(error)s)."),
    PLAIN["NotImplementedError"],
    say("The test took longer than it may and was stopped."),
    say("The test was not reached:"),
    say(
        "the Python process ended in the middle of the notebook, as after os._exit() or "
        "when memory ran out."
    ),
    say(
        "The Python process ended in the middle of the notebook, as after os._exit() or "
        "when memory ran out."
    ),
    say("the notebook took longer than it may and was stopped."),
    say("The notebook took longer than it may and was stopped."),
    say("the notebook wrote into the grader's own messages."),
    say("What had been graded so far counts."),
    say("A cell took longer than it may and was stopped; the others were run."),
    say("The notebook %(name)s was not handed in, so it has no points."),
    say("The notebook %(name)s has no cells, so there is nothing to grade."),
    say(
        "This notebook shows so much that its page would be too large, so it is left out here; its "
        "marks count. Print less to see it with the next attempt."
    ),
    *REPAIRS,
    say("A newer check of this exercise took the place of this one before it began."),
    say("The grader ended %(tries)s times while it ran this check, so it was given up."),
    say(
        "Often the notebook needs more memory or time than an exercise may use: run it from the "
        "top, make it lighter and check again."
    ),
    say(
        "Something went wrong in the grader at every try to run this check, by no fault of your "
        "notebook. The operator finds the reason in the grader's log as job %(job)s."
    ),
    say(
        "This check takes more memory than a grader may have. Most often cells show very much: "
        "print less and check again. Handing in is not affected."
    ),
)
GAP: Final = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


def pieces(text: str) -> Iterator[str | Saying]:
    """The text cut into the sentences that are known, and what stands between them."""
    end = 0
    for found in _known().finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        number = int((found.lastgroup or "r0")[1:])
        names = GAP.findall(REMARKS[number].text)
        gaps = {first or last: found[f"g{number}_{first or last}"] for first, last in names}
        yield REMARKS[number].with_values(**gaps)
        end = found.end()
    if end < len(text):
        yield text[end:]


def in_words(text: str, translate: Callable[[str], str]) -> str:
    """The text with the sentences that are known in the words that ``translate`` gives."""
    return "".join(each if isinstance(each, str) else each.put(translate) for each in pieces(text))


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    found = (f"(?P<r{n}>{_pattern(n, each.text)})" for n, each in enumerate(REMARKS))
    return re.compile("|".join(found))


def _pattern(number: int, text: str) -> str:
    return GAP.sub(lambda gap: f"(?P<g{number}_{gap[1] or gap[2]}>[^\\s()]+?)", re.escape(text))

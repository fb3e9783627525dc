"""How often one person may have partners in data spaces asked: what is remembered costs nothing.

Whoever reads terms page by page never meets a limit. A program that asks for one dataset after the
other would keep a partner busy in this factory's name.
"""

from __future__ import annotations

from typing import Final

from officina_courses.saying import say
from officina_hub.portal.search_pace import Manners, SearchPace

TOO_MUCH: Final = say(
    "You had providers asked for terms %(spent)s times within a short time, and none is asked for "
    "now, because all of it is asked in this factory's name. Nothing was agreed. Look again in "
    "%(wait)s seconds."
)
TOO_MANY_AT_ONCE: Final = say(
    "%(most)s of your questions to providers are not answered yet, and no more are asked until one "
    "of them is, so that everybody else gets an answer, too. Look again in a minute."
)
# A question counts as one, however long its answer takes; one more every two seconds.
MANNERS: Final = Manners(burst_seconds=30, share=0.5, most_at_once=3)


class AskingPace(SearchPace):
    """Counts questions; used on the loop only."""

    code = "too-many-questions"
    too_much = TOO_MUCH
    too_many_at_once = TOO_MANY_AT_ONCE

    def __init__(self) -> None:
        super().__init__(MANNERS)

"""``officina grader`` with an equal share of the processors, to compare with what gives way."""

from __future__ import annotations

import sys
from typing import Any

from officina_hub.cli import main
from officina_hub.grader import grading

limits_of = grading._limits


def with_an_equal_share(*asked: Any) -> Any:
    """The limits of one piece of work."""
    return limits_of(*asked).model_copy(update={"gives_way": False})


if __name__ == "__main__":
    grading._limits = with_an_equal_share
    sys.argv.insert(1, "grader")
    main()

"""``python -m officina_courses.looking ORDER``: looks at what comes by its standard input.

What it says goes to its standard output, a line of JSON each (``answers``). It works in its current
folder, and whoever starts it may end it at any moment.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final

from officina_courses.errors import ArchiveTooLarge, CourseError
from officina_courses.late_grammars import grammars_later
from officina_courses.looking.answers import LONGEST_TEXT, Looked, LookOrder, Named, NotTaken

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def main() -> None:
    """Look, and say what was found."""
    grammars_later()
    order = LookOrder.model_validate_json(sys.argv[1])
    said = _found(order)
    sys.stdout.buffer.write(said.model_dump_json().encode("utf-8", "replace") + b"\n")


def _found(order: LookOrder) -> Looked | NotTaken:
    try:
        # What it takes to look is imported here, where memory that is lacking is told.
        from officina_courses.looking.deeds import look

        files_to = None if order.files_to is None else os.fdopen(order.files_to, "wb")
        return look(order, sys.stdin.buffer, files_to, Path.cwd(), _tell)
    except CourseError as error:
        reason = "too-large" if isinstance(error, ArchiveTooLarge) else "broken"
        return NotTaken(reason=reason, code=error.code, message=_short(str(error)))
    except MemoryError:
        return NotTaken(reason="memory", code="memory", message="")
    except OSError as error:
        if error.errno in FULL:
            return NotTaken(reason="disk-full", code="disk-full", message="")
        raise


def _tell(named: Named) -> None:
    sys.stdout.buffer.write(named.model_dump_json().encode() + b"\n")
    sys.stdout.buffer.flush()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


if __name__ == "__main__":
    main()

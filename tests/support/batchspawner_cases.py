"""What docs/reference/batchspawner.md says of batchspawner's own test cases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "batchspawner.md"
ROW = re.compile(r"^\| `(test_\w+)` \| ([\w ]+) \| (.+) \|$", re.M)


class Case(NamedTuple):
    """One case of theirs: how it stands with us, and where that is shown, or why not."""

    name: str
    how: str
    where: str

    @property
    def own_tests(self) -> list[str]:
        return re.findall(r"`(test_\w+)`", self.where)


def between(mark: str) -> str:
    """The part of the page between two marks."""
    return PAGE.read_text(encoding="utf-8").split(f"<!-- {mark} -->\n")[1].split("<!-- /")[0]


CASES = [Case(*found) for found in ROW.findall(between("cases"))]

"""What a new course says until its trainer writes something better; checks find it again."""

from __future__ import annotations

from typing import Final

OBJECTIVE: Final = "Write here what learners can do afterwards"
SUMMARY: Final = "say in one sentence what learners get from it."

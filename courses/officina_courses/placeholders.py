"""What a new course says until its trainer writes something better; checks find it again."""

from __future__ import annotations

from typing import Final

OBJECTIVE: Final = "Write here what learners can do afterwards"
SUMMARY: Final = "say in one sentence what learners get from it."
DESCRIPTION: Final = "Write here what the course is about, for whom, and how one works in it."
PREREQUISITE: Final = "Write here what learners need before"
KEYWORD: Final = "write keywords here"

"""What became of a port that a job reported."""

from __future__ import annotations

from typing import Literal

Reception = Literal["taken", "known", "another", "early"]
"""``taken``; one is ``known`` already or none awaited; the session has ``another`` job; it is too
``early``, since the session's job has no number yet."""

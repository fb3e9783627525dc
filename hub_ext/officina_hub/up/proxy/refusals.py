"""Why a request is not taken in, in the words that its sender reads.

::

    Refusal
    ├── TooLarge     413, larger than the largest
    ├── HeadTooLarge 431, its headers are larger than anybody's
    ├── Crowded      503, too much is under way already
    ├── DiskFull     507, the disk has no room or takes nothing
    └── FellSilent   408, the rest of it did not come
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

MIB = 1024 * 1024
CROWDED_SECONDS = 30

TOO_LARGE = (
    "What you sent is larger than {mib} MiB, the most that this hub takes in one piece. So nothing "
    "of it was kept. Send less, or ask the operator for more room: max_submission_mib and "
    "max_course_mib in factory.toml."
)
HEAD_TOO_LARGE = (
    "The headers of this request are larger than {kib} KiB, the most that this hub reads, so it "
    "was not taken in. Most often these are cookies: delete the cookies of this site and log in "
    "again."
)
CROWDED = (
    "Too many large uploads are on their way through this hub, so there is no room for yours and "
    "nothing of it was kept. Wait a minute and send it again; if it stays so, tell the operator."
)
DISK_FULL = (
    "This hub cannot keep what you sent on its disk ({reason}), so nothing of it was kept. Leave "
    "your page open and tell the operator, who has to make room; then send it again."
)
FELL_SILENT = (
    "Nothing more of the request came for {seconds:.0f} seconds, so it was given up and nothing of "
    "it was kept. Look at your connection and send it again."
)


class Refusal(Exception):  # noqa: N818 - the name is the answer
    """A request is not taken in; ``str()`` says why, and what to do now."""

    status: ClassVar[int]
    headers: ClassVar[Mapping[str, str]] = {}


class TooLarge(Refusal):
    """Larger than the largest body."""

    status = 413

    def __init__(self, most_bytes: int) -> None:
        super().__init__(TOO_LARGE.format(mib=most_bytes // MIB))


class HeadTooLarge(Refusal):
    """More headers than tornado reads behind this door."""

    status = 431

    def __init__(self, most_bytes: int) -> None:
        super().__init__(HEAD_TOO_LARGE.format(kib=most_bytes // 1024))


class Crowded(Refusal):
    """All bodies under way have too much together."""

    status = 503
    headers: ClassVar[Mapping[str, str]] = {"Retry-After": str(CROWDED_SECONDS)}

    def __init__(self) -> None:
        super().__init__(CROWDED)


class DiskFull(Refusal):
    """The disk has no room, or takes nothing."""

    status = 507

    def __init__(self, reason: str) -> None:
        super().__init__(DISK_FULL.format(reason=reason))


class FellSilent(Refusal):
    """The sender began and did not go on."""

    status = 408

    def __init__(self, seconds: float) -> None:
        super().__init__(FELL_SILENT.format(seconds=seconds))

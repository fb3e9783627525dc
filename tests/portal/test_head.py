"""HEAD is answered as GET, by the same rights, and without the body."""

from __future__ import annotations

import pytest
from portal_house import House

READS = (
    "openapi.json",
    "health",
    "courses",
    "courses/tea",
    "courses/tea/submissions",
    "courses/tea/submissions?user=ada",
    "courses/tea/submissions?user=*",
    "courses/tea/exercises/leaf/files.tar",
    "courses/tea/gradebook.csv",
    "courses/no-such-course",
)


@pytest.mark.parametrize("who", ["tina", "ada", "theo", None])
@pytest.mark.parametrize("path", READS)
async def test_head_gets_what_get_gets_without_the_body(
    house: House, path: str, who: str | None
) -> None:
    whole = await house.ask("GET", path, who)
    head = await house.ask("HEAD", path, who)

    assert (head.status, head.content) == (whole.status, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


async def test_head_of_an_address_that_is_not_read_is_refused(house: House) -> None:
    assert (await house.ask("HEAD", "queue/claim", "grader")).status == 405

"""``officina course list``: the courses that a portal offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from officina_hub.cli.connection import TOKEN_FILE, URL, connect
from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_widgets.wire import CoursePage


@click.command(
    name="list",
    epilog=examples("officina course list", "officina course list --search python --json"),
)
@click.option("--search", default="", help="Words that must occur.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@URL
@TOKEN_FILE
@answers
def list_(
    *, search: str, limit: int, url: str | None, token_file: str | None, teller: Teller
) -> None:
    """List the courses of a portal."""
    with connect(url, token_file) as client:
        page = client.courses(search=search, limit=limit)
    teller.result(page, _lines(page, search))


def _lines(page: CoursePage, search: str) -> Iterator[str]:
    for course in page.items:
        yield f"{course.id:<40} {course.version:<10} {course.title}"
    more = page.total - len(page.items)
    if not page.items:
        yield "No course matches." if search else "No course is published yet."
    elif more > 0:
        yield f"and {more} more: see --limit and --search"

"""``officina course list``: the courses that a portal offers."""

from __future__ import annotations

import click

from officina_hub.cli.connection import TOKEN_FILE, URL, connect
from officina_hub.cli.examples import examples
from officina_hub.cli.options import JSON


@click.command(
    name="list",
    epilog=examples("officina course list", "officina course list --search python --json"),
)
@click.option("--search", default="", help="Words that must occur.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@URL
@TOKEN_FILE
@JSON
def list_(
    *, search: str, limit: int, url: str | None, token_file: str | None, as_json: bool
) -> None:
    """List the courses of a portal."""
    with connect(url, token_file) as client:
        page = client.courses(search=search, limit=limit)
    if as_json:
        click.echo(page.model_dump_json())
        return
    for course in page.items:
        click.echo(f"{course.id:<40} {course.version:<10} {course.title}")
    more = page.total - len(page.items)
    if not page.items:
        click.echo("No course matches." if search else "No course is published yet.")
    elif more > 0:
        click.echo(f"and {more} more: see --limit and --search")

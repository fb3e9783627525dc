"""``officina federation trust``: a factory's root of trust, fetched and shown before it counts.

Whoever answers at an address could be anybody, so the fingerprints are compared by another way: the
two operators read them to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from tuf.api.metadata import Root

    from officina_hub.federation.trust.roots import Rooted

LARGEST = 512_000
# How web servers say that a file is not there; some hide what they do not have.
NOT_THERE = (403, 404)


@click.command(
    epilog=examples(
        "officina federation trust https://north.example.org/services/officina/federation/",
        "officina federation trust https://north.example.org/federation/ --into north.root.json",
    )
)
@click.argument("url")
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the root into this file, which must not be there yet. Without it it is only shown.",
)
@click.option("--private-network", is_flag=True, help="It may lie in a private network.")
@click.option(
    "--ca-file", default="", help="Certificates that its own is checked against.", metavar="FILE"
)
@answers
def trust(
    *, url: str, into: Path | None, private_network: bool, ca_file: str, teller: Teller
) -> None:
    """Fetch the root of trust of the factory that publishes at URL, and show its keys.

    Read the fingerprints to somebody at that factory whom you know, by phone or in person. Only
    when all are the same, give --into, and name the file as `root` of its [[peers]] in
    factory.toml.
    """
    root, data = _fetched(url, private_network=private_network, ca_file=ca_file)
    keys = _keys(root)
    if into is not None:
        _write(into, data)
    answer = {
        "address": url,
        "version": root.version,
        "expires": root.expires.isoformat(),
        "is_over": root.expires <= datetime.now(UTC),
        "threshold": root.roles["root"].threshold,
        "keys": keys,
        "written": str(into) if into else None,
    }
    teller.result(answer, _lines(answer))


def _fetched(url: str, *, private_network: bool, ca_file: str) -> Rooted:
    """The root that holds now, as the first one and those after it tell."""
    import io

    from officina_hub.federation.fetching import Fetcher, FetchLimits, StatusRefused, Way
    from officina_hub.federation.trust.roots import newest_root

    limits = FetchLimits(answer_bytes=LARGEST, all_bytes=10 * LARGEST)
    way = Way(private_network=private_network)
    with Fetcher(limits, way=way, ca_file=ca_file) as fetcher:

        def file(name: str) -> bytes | None:
            into = io.BytesIO()
            try:
                fetcher.fetch(f"{url.rstrip('/')}/metadata/{name}", into)
            except StatusRefused as error:
                if error.status not in NOT_THERE or name.startswith("1."):
                    raise
                return None
            return into.getvalue()

        return newest_root(url, file)


def _keys(root: Root) -> list[dict[str, Any]]:
    """Each with the roles that it may sign for."""
    from officina_hub.federation.trust.key_names import spoken

    found = []
    for keyid, key in sorted(root.keys.items()):
        roles = [name for name, role in root.roles.items() if keyid in role.keyids]
        words = " ".join(spoken(keyid))
        found.append({"id": keyid, "spoken": words, "roles": roles, "type": key.keytype})
    return found


def _write(into: Path, data: bytes) -> None:
    try:
        with into.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise OfficinaError(
            f"{into} is there already.",
            "A root that is replaced changes whom this factory believes.",
            "Move the old one away if you mean it, or name another file.",
        ) from None


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    from officina_hub.federation.trust.key_names import spoken

    until = "which ended on" if answer["is_over"] else "valid until"
    yield f"Root {answer['version']} of {answer['address']}, {until} {answer['expires'][:10]}"
    if answer["is_over"]:
        yield "Nothing of that factory is believed before it signs a new one: tell its operator."
    yield f"{answer['threshold']} of its root keys must sign a new root."
    for key in answer["keys"]:
        yield f"  {', '.join(key['roles'])} ({key['type']})"
        yield from (f"    {line}" for line in spoken(key["id"]))
    if answer["written"]:
        yield f"Written to {answer['written']}. Name it as root of this peer in factory.toml."
    else:
        yield (
            "Nothing was written. Compare each of them by voice with somebody at that factory, "
            "who finds them with: officina federation status. Then run this again with --into FILE."
        )

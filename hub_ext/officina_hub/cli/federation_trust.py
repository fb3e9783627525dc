"""``officina federation trust``: a factory's root of trust, fetched and shown before it counts.

Whoever answers at an address could be anybody, so the fingerprints are compared by another way: the
two operators read them to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from tuf.api.metadata import Metadata, Root

LARGEST = 512_000


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
    _check_names(url, root)
    keys = _keys(root)
    if into is not None:
        _write(into, data)
    answer = {
        "address": url,
        "version": root.signed.version,
        "expires": root.signed.expires.isoformat(),
        "threshold": root.signed.roles["root"].threshold,
        "keys": keys,
        "written": str(into) if into else None,
    }
    teller.result(answer, _lines(answer))


def _fetched(url: str, *, private_network: bool, ca_file: str) -> tuple[Metadata[Root], bytes]:
    """The first root, by which all later ones are believed."""
    import io

    from officina_hub.federation.fetching import Fetcher, FetchLimits, Way

    limits = FetchLimits(answer_bytes=LARGEST, all_bytes=10 * LARGEST)
    way = Way(private_network=private_network)
    into = io.BytesIO()
    with Fetcher(limits, way=way, ca_file=ca_file) as fetcher:
        fetcher.fetch(f"{url.rstrip('/')}/metadata/1.root.json", into)
    return _read(url, into.getvalue()), into.getvalue()


def _read(url: str, data: bytes) -> Metadata[Root]:
    from tuf.api.exceptions import RepositoryError
    from tuf.api.metadata import Metadata, Root
    from tuf.api.serialization import DeserializationError

    try:
        root = Metadata[Root].from_bytes(data)
        if isinstance(root.signed, Root):
            root.signed.verify_delegate("root", root.signed_bytes, root.signatures)
            return root
    except (DeserializationError, RepositoryError, ValueError, KeyError):
        pass
    raise OfficinaError(
        f"What stands at {url} is no root that its own keys have signed.",
        "Whoever believed it would believe anybody.",
        "Look at the address: it is that of the folder which holds metadata/.",
    )


def _check_names(url: str, root: Metadata[Root]) -> None:
    from officina_hub.federation.trust.key_names import misnamed

    if keyid := misnamed(root.signed):
        raise OfficinaError(
            f"The root at {url} names the key {keyid[:80]!a}, and the key there has another id.",
            "The ids are what you compare, so a stranger's key would pass for the one you know.",
            "Do not believe it. Tell that factory, by another way than this address.",
        )


def _keys(root: Metadata[Root]) -> list[dict[str, Any]]:
    """Each with the roles that it may sign for, as it is read aloud: in groups of four."""
    found = []
    for keyid, key in sorted(root.signed.keys.items()):
        roles = [name for name, role in root.signed.roles.items() if keyid in role.keyids]
        spoken = " ".join(keyid[start : start + 4] for start in range(0, len(keyid), 4))
        found.append({"id": keyid, "spoken": spoken, "roles": roles, "type": key.keytype})
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
    yield f"Root {answer['version']} of {answer['address']}, valid until {answer['expires'][:10]}"
    yield f"{answer['threshold']} of its root keys must sign a new root."
    for key in answer["keys"]:
        yield f"  {', '.join(key['roles'])} ({key['type']})"
        words = key["spoken"].split(" ")
        yield f"    {' '.join(words[:8])}"
        yield f"    {' '.join(words[8:])}"
    if answer["written"]:
        yield f"Written to {answer['written']}. Name it as root of this peer in factory.toml."
    else:
        yield (
            "Nothing was written. Compare each of them by voice with somebody at that factory, "
            "then run this again with --into FILE."
        )

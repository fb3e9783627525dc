"""Where the commands of the federation work: the folder of keys and files in a data folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.factory.model import Identity
    from officina_hub.factory.peers import Peer
    from officina_hub.factory.service_levels import ServiceLevels
    from officina_hub.federation.place import FederationPlace
    from officina_hub.federation.trust import Repository
    from officina_spawners.profiles import Profile


KEYS = click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A private key that lies elsewhere, such as one of root on a stick. May be repeated.",
)


class Share(NamedTuple):
    """What a command works with; the factory as ``factory.toml`` has it."""

    place: FederationPlace
    identity: Identity
    peers: tuple[Peer, ...]
    profiles: tuple[Profile, ...]
    levels: ServiceLevels
    now: datetime

    def repository(self, *keys: Path) -> Repository:
        """The published folder's metadata, with the keys at hand and these."""
        from officina_hub.federation.trust import Repository

        ring = self.place.keyring(*keys)
        return Repository(self.place.published, self.place.drafts, ring, self.now)


def share(data_dir: Path) -> Share:
    """The one of that data folder; raises ``OfficinaError`` where it is none."""
    from officina_hub.data_folder import DataFolder
    from officina_hub.factory import Factory, load_factory
    from officina_hub.federation.place import FederationPlace

    data = DataFolder(data_dir)
    data.check_is_one()
    factory = load_factory(data.factory_toml) if data.factory_toml.exists() else Factory()
    return Share(
        FederationPlace(data.federation),
        factory.factory,
        factory.peers,
        factory.profiles,
        factory.service_levels,
        datetime.now(UTC),
    )


def check_address(identity: Identity) -> None:
    """Raise where nobody said under which address things are published."""
    if not identity.federation_address:
        raise OfficinaError(
            "factory.toml does not say at which address others find what is published.",
            "Everything that is published refers to its own address.",
            "Write it under [factory], such as: federation_address = "
            '"https://hub.example.org/services/officina/federation/"',
        )


def waiting_lines(repository: Repository) -> list[str]:
    """What waits for signatures, and what to do."""
    return [
        f"{draft.path} waits for {draft.missing} more: sign it where the key is, with "
        f"officina federation keys sign {draft.path} --key FILE, then publish."
        for draft in repository.drafts()
        if draft.missing
    ]


def ready_lines(repository: Repository) -> list[str]:
    """What enough keys have signed and nobody has published; none while anything waits."""
    drafts = repository.drafts()
    if any(draft.missing for draft in drafts):
        return []
    return [f"{draft.path} has all signatures: run officina federation publish" for draft in drafts]

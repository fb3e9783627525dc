"""The part of ``factory.toml`` about others whose records come into this factory's catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from officina_courses.model import Frozen, Line
from officina_spawners.profiles import Misfit
from officina_spawners.profiles.names import AbsolutePath, InWords

PeerKind = Literal[
    "officina",
    "dcat-ap",
    "ckan",
    "croissant",
    "sitemap",
    "oai-pmh",
    "icalendar",
    "open-web-index",
    "dataspace",
    "gaia-x",
]
PeerId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$"),
    InWords("a name of small letters, digits and - (at most 40, first a letter)"),
]
PeerAddress = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://([A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:[0-9]{1,5})?"
        r"(/[!-\"$-~]{0,2000})?$|^/[^\x00-\x1f\x7f]{0,1023}$"
    ),
    InWords("an address with https:// or http://, without a password or a #"),
]
SPDX: Final = r"^[A-Za-z0-9.+-]{0,100}$"

NEEDS_ROOT: Final = (
    'root, the file that `officina federation trust` writes, beside kind = "officina"; without it '
    "nobody could tell who signed"
)
ROOT_UNUSED: Final = 'root and factory only beside kind = "officina", as nothing else is signed'
UNSHOWN: Final = 'token_file only beside kind = "dataspace", as nobody else is shown one'
FOLDER: Final = (
    "an address with https:// or http://; a folder of this machine is taken only with "
    'kind = "open-web-index"'
)


class Peer(Frozen):
    """Another factory, or any other place that describes services, data or training."""

    id: PeerId = Field(description="Its name here; the catalogue calls the source `peer-` and it.")
    title: Annotated[Line, Field(max_length=80)] = Field(
        default="", description="Its name for people. Empty: the id."
    )
    kind: PeerKind = Field(
        default="officina",
        description="What stands there: another Officina's published folder, a DCAT-AP catalogue, "
        "the API of a CKAN, a Croissant file, a sitemap of training pages, an OAI-PMH endpoint, a "
        "calendar, shards of the Open Web Index, what a connector offers by the Dataspace "
        "Protocol, or self-descriptions of Gaia-X.",
    )
    address: PeerAddress = Field(
        description="Where it stands: the folder, file or endpoint. Shards of the Open Web Index "
        "may be a folder of this machine."
    )
    root: AbsolutePath | Literal[""] = Field(
        default="",
        description="Kind `officina`: the file with its root of trust, which "
        "`officina federation trust` fetches and writes once its keys were compared.",
    )
    factory: PeerId | Literal[""] = Field(
        default="",
        description="Kind `officina`: as which factory it signs there. Empty: the id.",
    )
    token_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="Kind `dataspace`: the file (mode 0600) with the token that is shown to it. "
        "Empty: none is.",
    )
    private_network: bool = Field(
        default=False,
        description="Whether it, and whatever it leads to, may lie in a private network or on this "
        "machine.",
    )
    ca_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="Certificates that its own is checked against. Empty: the system's.",
    )
    licence: Annotated[str, StringConstraints(pattern=SPDX), InWords("an SPDX identifier")] = Field(
        default="",
        description="SPDX identifier of the licence of its descriptions, where it is known.",
    )
    every_minutes: int = Field(
        default=60,
        ge=5,
        le=43_200,
        description="How often the portal harvests it; 43200 is once in thirty days.",
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Peer:
        if self.address.startswith("/") and self.kind != "open-web-index":
            raise ValueError(FOLDER)
        if self.kind == "officina" and not self.root:
            raise ValueError(NEEDS_ROOT)
        if self.kind != "officina" and (self.root or self.factory):
            raise ValueError(ROOT_UNUSED)
        if self.token_file and self.kind != "dataspace":
            raise ValueError(UNSHOWN)
        return self

    @property
    def source(self) -> str:
        """Its records' source in the catalogue."""
        return f"peer-{self.id}"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id

    @property
    def role(self) -> str:
        """The factory that signs."""
        return self.factory or self.id


def misfits_of_peers(peers: Sequence[Peer]) -> Iterator[Misfit]:
    """Peers that stand in the file twice."""
    ids = [peer.id for peer in peers]
    for number, id in enumerate(ids):  # noqa: A001 - the field's name
        if id in ids[:number]:
            yield Misfit(("peers", number, "id"), f"each id once, not {id} twice")

"""The part of ``factory.toml`` about partners in data spaces, and how each is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from officina_courses.model import Frozen, Line
from officina_hub.factory.peers import PeerId
from officina_spawners.profiles import Misfit
from officina_spawners.profiles.names import AbsolutePath, InWords

ConnectorAddress = Annotated[
    str,
    StringConstraints(
        pattern=r"^https?://([A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:[0-9]{1,5})?"
        r"(/[!-\"$-~]{0,2000})?$"
    ),
    InWords("an address with https:// or http://, without a password or a #"),
]
Participant = Annotated[
    str,
    StringConstraints(pattern=r"^[!-~]{0,500}$"),
    InWords("the identifier of a participant, such as did:web:provider.example.org"),
]
UNENCRYPTED = (
    "an address with https://, as tokens and agreements come there; within a network of your own "
    "http:// is taken beside private_network = true"
)


class Dataspace(Frozen):
    """A participant of a data space whom this factory gets data from, or gives data to."""

    id: PeerId = Field(description="Its name here.")
    title: Annotated[Line, Field(max_length=80)] = Field(
        default="", description="Its name for people. Empty: the id."
    )
    address: ConnectorAddress | Literal[""] = Field(
        default="",
        description="The address of its connector, below which `/.well-known/dspace-version` "
        "stands. Empty for a partner that only asks here.",
    )
    participant: Participant = Field(
        default="",
        description="Its identifier in the data space. An agreement that names another is refused; "
        "empty: any name is taken.",
    )
    ourselves: Participant = Field(
        default="",
        description="This factory's identifier in the data space. An agreement that names another "
        "is refused; empty: any name is taken.",
    )
    token_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="The file (mode 0600) with the token that is shown to it. Empty: none is.",
    )
    expects_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="The file (mode 0600) with the token that it must show here. Empty: it can "
        "ask for nothing here.",
    )
    reached_at: ConnectorAddress | Literal[""] = Field(
        default="",
        description="The portal's address as the partner reaches it, such as "
        "`https://hub.example.org/services/officina`: the partner's answers come to an address "
        "below it. Empty: nobody can agree to its terms on the portal's pages.",
    )
    most_megabytes: int = Field(
        default=1000,
        ge=1,
        le=10_000_000,
        description="Larger data are not taken over the portal's pages.",
    )
    private_network: bool = Field(
        default=False,
        description="Whether it, and where it says that its data lies, may be in a private network "
        "or on this machine; then http:// is taken, too.",
    )
    ca_file: AbsolutePath | Literal[""] = Field(
        default="",
        description="Certificates that its own is checked against. Empty: the system's.",
    )


def misfits_of_dataspaces(dataspaces: Sequence[Dataspace]) -> Iterator[Misfit]:
    """Partners that stand in the file twice, and addresses where all could be read on the way."""
    for number, each in enumerate(dataspaces):
        for name in ("address", "reached_at"):
            if getattr(each, name).startswith("http://") and not each.private_network:
                yield Misfit(("dataspaces", number, name), UNENCRYPTED)
    ids = [each.id for each in dataspaces]
    for number, id in enumerate(ids):  # noqa: A001 - the field's name
        if id in ids[:number]:
            yield Misfit(("dataspaces", number, "id"), f"each id once, not {id} twice")

"""A provider's catalogue as a consumer reads it: datasets, the offers they come under, and where.

Records of a catalogue come one by one: a dataset that is no dataset is told and left out, so that
one bad entry never hides the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, Self

from pydantic import ConfigDict, Field, JsonValue, ValidationError, model_validator

from officina_hub.federation.dataspace.messages import Unreadable, Wire, check_text
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.vocabulary import PULL
from officina_hub.federation.fetching.errors import told
from officina_widgets.catalogue.words import seen_only

TITLES: Final = ("title", "dct:title", "dcterms:title", "http://purl.org/dc/terms/title")
DESCRIPTIONS: Final = (
    "description",
    "dct:description",
    "dcterms:description",
    "http://purl.org/dc/terms/description",
)
CHECKSUMS: Final = ("spdx:checksum", "checksum", "http://spdx.org/rdf/terms#checksum")
VALUES: Final = ("spdx:checksumValue", "checksumValue", "http://spdx.org/rdf/terms#checksumValue")
DEEPEST_CATALOGUE: Final = 5
LONGEST_ADDRESS: Final = 2000


class Distribution(Wire):
    """One way of getting a dataset."""

    model_config = ConfigDict(extra="allow")

    format: str = Field(max_length=500)
    access_service: JsonValue = None

    @property
    def sha256(self) -> str:
        """What the provider says that the bytes have, if it says so; 64 small hex digits."""
        stated = _first(self.model_extra or {}, CHECKSUMS)
        value = _first(stated, VALUES) if isinstance(stated, dict) else None
        text = value.lower() if isinstance(value, str) else ""
        is_one = len(text) == 64 and not set(text) - set("0123456789abcdef")
        return text if is_one else ""


class Dataset(Wire):
    """What is offered, and under which terms."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(alias="@id", min_length=1, max_length=2000)
    has_policy: tuple[Policy, ...] = Field(min_length=1)
    distribution: tuple[Distribution, ...] = Field(min_length=1)

    def under(self, context: JsonValue) -> Dataset:
        """The same, where it stood in a document with that context."""
        policies = tuple(each.under(context) for each in self.has_policy)
        return self.model_copy(update={"has_policy": policies})

    @model_validator(mode="after")
    def _offers_itself(self) -> Self:
        """An offer in a catalogue is for the dataset that it stands at."""
        for policy in self.has_policy:
            if policy.type != "Offer":
                raise ValueError(f"{told(policy.id)} is no offer, but an agreement")
            if policy.target not in (None, self.id):
                raise ValueError(f"the offer {told(policy.id)} is for {told(policy.target)}")
        return self

    @property
    def title(self) -> str:
        """On one line, without what would move, hide or reverse what stands beside it."""
        said = text_of(_first(self.model_extra or {}, TITLES)) or self.id
        return " ".join(seen_only(said).split())[:300] or told(self.id)

    @property
    def description(self) -> str:
        return text_of(_first(self.model_extra or {}, DESCRIPTIONS))[:5000]

    @property
    def pulled(self) -> Distribution | None:
        """The one that is fetched with HTTP, which is all that is fetched here."""
        return next((each for each in self.distribution if each.format == PULL), None)


def dataset_of(plain: Any) -> Dataset:
    """An entry, or the answer to a question for one; raises ``ValidationError``."""
    found = Dataset.model_validate(plain)
    return found.under((found.model_extra or {}).get("@context"))


class LeftOut(NamedTuple):
    """An entry that is no dataset, and why."""

    id: str
    reason: str


class Elsewhere(NamedTuple):
    """A catalogue in a catalogue that has to be asked for at an address of its own."""

    id: str
    address: str


def datasets_in(plain: Any, depth: int = 0) -> Iterator[Dataset | Elsewhere | LeftOut]:
    """Of a catalogue and the catalogues in it.

    An inner catalogue brings its datasets along, or, as the protocol's own example has it, only
    the service that answers for it.
    """
    if not isinstance(plain, dict):
        yield LeftOut("", "it is no object of JSON")
        return
    for entry in _listed(plain.get("dataset")):
        name = entry.get("@id") if isinstance(entry, dict) else ""
        try:
            check_text(entry)
            yield dataset_of(entry).under(plain.get("@context"))
        except Unreadable as error:
            yield LeftOut(told(name or ""), str(error))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            yield LeftOut(told(name or ""), told(f"{where}: {first['msg']}"))
    for inner in _listed(plain.get("catalog")):
        if depth >= DEEPEST_CATALOGUE:
            yield LeftOut("", f"it holds catalogues more than {DEEPEST_CATALOGUE} deep")
            return
        is_here = isinstance(inner, dict) and ("dataset" in inner or "catalog" in inner)
        yield from datasets_in(inner, depth + 1) if is_here else _elsewhere(inner)


def _elsewhere(inner: Any) -> Iterator[Elsewhere | LeftOut]:
    """Where an inner catalogue without content is answered for."""
    if not isinstance(inner, dict):
        yield LeftOut("", "it is no object of JSON")
        return
    id = told(inner.get("@id") or "")  # noqa: A001 - the field's name
    try:
        check_text(inner)
    except Unreadable as error:
        yield LeftOut(id, str(error))
        return
    named = {
        each.get("accessService")
        for each in _listed(inner.get("distribution"))
        if isinstance(each, dict) and isinstance(each.get("accessService"), str)
    }
    for service in _listed(inner.get("service")):
        address = service.get("endpointURL") if isinstance(service, dict) else None
        is_it = not named or (isinstance(service, dict) and service.get("@id") in named)
        if is_it and isinstance(address, str) and 0 < len(address) <= LONGEST_ADDRESS:
            yield Elsewhere(id, address)
            return
    yield LeftOut(id, "it is a catalogue without datasets, and tells no address to ask for them")


def text_of(value: object) -> str:
    """Plain text, a text with a language, or the first of several."""
    if isinstance(value, list) and value:
        return text_of(value[0])
    if isinstance(value, dict):
        return text_of(value.get("@value", ""))
    return value if isinstance(value, str) else ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(plain: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((plain[name] for name in names if name in plain), None)

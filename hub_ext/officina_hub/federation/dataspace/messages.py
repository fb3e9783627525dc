"""The messages of the protocol, as they are read and written.

Unknown keys of a message are left aside, as the protocol allows extensions; those of a policy are
kept (see ``policies``). Reading is bounded in bytes and depth before anything is looked at.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator
from pydantic.alias_generators import to_camel

from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.vocabulary import CONTEXT

LONGEST: Final = 1_000_000
DEEPEST: Final = 40

Pid = Annotated[str, Field(min_length=1, max_length=500)]
Address = Annotated[str, Field(min_length=1, max_length=4000)]


class Unreadable(ValueError):  # noqa: N818 - what it is
    """Bytes that are no message; the text says why."""


class Wire(BaseModel):
    """The base of everything on the wire."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True
    )

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Raises ``Unreadable``."""
        try:
            return cls.model_validate(json_of(data))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the message"
            raise Unreadable(f"{where}: {first['msg']}") from None

    def written(self) -> dict[str, Any]:
        """As plain JSON."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Message(Wire):
    """With the context of the protocol, which is compared and never fetched."""

    context: tuple[str, ...] = Field(default=(CONTEXT,), alias="@context")

    @field_validator("context")
    @classmethod
    def _is_ours(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if CONTEXT not in value:
            raise ValueError(f"must hold {CONTEXT}")
        return value


class OfProcess(Message):
    """About a negotiation or transfer that both sides have a name for."""

    provider_pid: Pid
    consumer_pid: Pid


class WithReason(OfProcess):
    """May say why."""

    code: str | None = None
    reason: tuple[JsonValue, ...] | None = None

    @property
    def why(self) -> str:
        """In one line."""
        said = [str(each) for each in (self.code, *(self.reason or ())) if each]
        return ": ".join(said)[:1000]


class CatalogRequest(Message):
    type: Literal["CatalogRequestMessage"] = Field("CatalogRequestMessage", alias="@type")
    filter: tuple[JsonValue, ...] = ()


class CatalogError(Message):
    type: Literal["CatalogError"] = Field("CatalogError", alias="@type")
    code: str | None = None
    reason: tuple[JsonValue, ...] | None = None


class WithPolicy(Message):
    """Carries an offer, whose own keys are not renamed."""

    offer: Policy

    def written(self) -> dict[str, Any]:
        return {**super().written(), "offer": self.offer.written()}


class ContractRequest(WithPolicy):
    type: Literal["ContractRequestMessage"] = Field("ContractRequestMessage", alias="@type")
    consumer_pid: Pid
    provider_pid: Pid | None = None
    callback_address: Address | None = None


class ContractOffer(WithPolicy):
    type: Literal["ContractOfferMessage"] = Field("ContractOfferMessage", alias="@type")
    provider_pid: Pid
    consumer_pid: Pid | None = None
    callback_address: Address | None = None


class ContractAgreement(OfProcess):
    type: Literal["ContractAgreementMessage"] = Field("ContractAgreementMessage", alias="@type")
    agreement: Policy

    def written(self) -> dict[str, Any]:
        return {**super().written(), "agreement": self.agreement.written()}


class Verification(OfProcess):
    type: Literal["ContractAgreementVerificationMessage"] = Field(
        "ContractAgreementVerificationMessage", alias="@type"
    )


class NegotiationEvent(OfProcess):
    type: Literal["ContractNegotiationEventMessage"] = Field(
        "ContractNegotiationEventMessage", alias="@type"
    )
    event_type: Literal["ACCEPTED", "FINALIZED"]


class NegotiationTermination(WithReason):
    type: Literal["ContractNegotiationTerminationMessage"] = Field(
        "ContractNegotiationTerminationMessage", alias="@type"
    )


class Negotiated(OfProcess):
    """How far a negotiation is, as either side answers it."""

    type: Literal["ContractNegotiation"] = Field("ContractNegotiation", alias="@type")
    state: str


class NegotiationError(WithReason):
    type: Literal["ContractNegotiationError"] = Field("ContractNegotiationError", alias="@type")


class EndpointProperty(Wire):
    type: Literal["EndpointProperty"] = Field("EndpointProperty", alias="@type")
    name: str
    value: str = Field(repr=False)


class DataAddress(Wire):
    """Where the data lies and what opens it."""

    type: Literal["DataAddress"] = Field("DataAddress", alias="@type")
    endpoint_type: str
    endpoint: Address | None = None
    endpoint_properties: tuple[EndpointProperty, ...] | None = None

    def property_named(self, name: str) -> str:
        """Its value, or an empty one."""
        found = (each.value for each in self.endpoint_properties or () if each.name == name)
        return next(found, "")


class TransferRequest(Message):
    type: Literal["TransferRequestMessage"] = Field("TransferRequestMessage", alias="@type")
    consumer_pid: Pid
    agreement_id: Pid
    format: str
    callback_address: Address
    data_address: DataAddress | None = None


class TransferStart(OfProcess):
    type: Literal["TransferStartMessage"] = Field("TransferStartMessage", alias="@type")
    data_address: DataAddress | None = None


class TransferCompletion(OfProcess):
    type: Literal["TransferCompletionMessage"] = Field("TransferCompletionMessage", alias="@type")


class TransferSuspension(WithReason):
    type: Literal["TransferSuspensionMessage"] = Field("TransferSuspensionMessage", alias="@type")


class TransferTermination(WithReason):
    type: Literal["TransferTerminationMessage"] = Field("TransferTerminationMessage", alias="@type")


class Transferred(OfProcess):
    """How far a transfer is, as either side answers it."""

    type: Literal["TransferProcess"] = Field("TransferProcess", alias="@type")
    state: str


class TransferError(WithReason):
    type: Literal["TransferError"] = Field("TransferError", alias="@type")


class Version(Wire):
    """One version that a connector speaks."""

    version: str
    path: str = Field(max_length=2000)
    binding: str


class Versions(Wire):
    """What ``.well-known/dspace-version`` tells."""

    protocol_versions: tuple[Version, ...] = Field(min_length=1, max_length=100)


def json_of(data: bytes) -> Any:
    """Plain JSON within bounds, of text that can be written again; raises ``Unreadable``."""
    plain = bounded_json_of(data)
    check_text(plain)
    return plain


def check_text(plain: object) -> None:
    """Halves of characters can be escaped in JSON, and then be written nowhere."""
    try:
        json.dumps(plain, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable("it holds half a character (a lone surrogate)") from None


def bounded_json_of(data: bytes) -> Any:
    """Plain JSON within bounds, whatever its texts are; raises ``Unreadable``."""
    if len(data) > LONGEST:
        raise Unreadable(f"it is longer than {LONGEST:,} bytes")
    try:
        plain = json.loads(data, parse_constant=_no_number)
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"it is no JSON: {error}") from None
    if _is_deeper(plain, DEEPEST):
        raise Unreadable(f"it is nested more than {DEEPEST} deep")
    return plain


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _is_deeper(value: object, levels: int) -> bool:
    waiting: list[tuple[object, int]] = [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        if inner and depth > levels:
            return True
        waiting += [(one, depth + 1) for one in inner]
    return False

"""The provider's side: terms as they stand in the catalogue or none, then the file behind them."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.desk import Desk, Either, Heard, Outgoing, names_of
from officina_hub.federation.dataspace.desk import termination as ending
from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.giving import may_be_given
from officina_hub.federation.dataspace.messages import (
    CatalogRequest,
    ContractAgreement,
    ContractRequest,
    DataAddress,
    EndpointProperty,
    Message,
    NegotiationEvent,
    NegotiationTermination,
    TransferCompletion,
    TransferRequest,
    TransferStart,
    TransferSuspension,
    TransferTermination,
    Unreadable,
    Verification,
)
from officina_hub.federation.dataspace.offers import Offered, OffersFolder
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.processes import Negotiation, Transfer, moved, new_pid
from officina_hub.federation.dataspace.vocabulary import CONTEXT, HTTP_ENDPOINT, PULL, Side

NOT_FOR_THEM: Final = "By its terms the data is not for you, or not at this time."


class Provider(Desk):
    """``base`` is where partners reach it."""

    side = Side.PROVIDER
    paths: Mapping[str, Heard] = {
        "negotiations/request": (ContractRequest, "request"),
        "negotiations/events": (NegotiationEvent, "accepted"),
        "negotiations/agreement/verification": (Verification, "verification"),
        "negotiations/termination": (NegotiationTermination, "termination"),
        "transfers/start": (TransferStart, "start"),
        "transfers/completion": (TransferCompletion, "completion"),
        "transfers/suspension": (TransferSuspension, "suspension"),
        "transfers/termination": (TransferTermination, "termination"),
    }

    def __init__(self, *arguments: Any, offers: OffersFolder, base: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.offers = offers
        self.base = base

    async def listed(self, partner: Partner, data: bytes) -> dict[str, Any]:
        """The catalogue; filters are not known, so a request with one is refused."""
        if _read(CatalogRequest, data).filter:
            raise Mismatch(400, "no-filter", "Filters are not known here: leave them away.")
        return await asyncio.to_thread(self.offers.catalogue, partner.id, self.base)

    async def dataset(self, partner: Partner, iri: str) -> dict[str, Any]:
        """One entry of it."""
        offered = self._offered(partner, iri)
        entry = await asyncio.to_thread(self.offers.dataset, offered, self.base)
        return {"@context": [CONTEXT], **entry}

    async def begin_negotiation(self, partner: Partner, data: bytes) -> dict[str, Any]:
        """A consumer asks for a contract."""
        self.sending.check_room(partner.id)
        with self.sending.counted(partner.id):
            return await self._begun_negotiation(partner, data)

    async def _begun_negotiation(self, partner: Partner, data: bytes) -> dict[str, Any]:
        request = _read(ContractRequest, data)
        if request.provider_pid or not request.callback_address:
            raise Mismatch(400, "incomplete", "A first request has a callbackAddress alone.")
        offer = self._unaltered(partner, request.offer)
        now = self.clock()
        negotiation = Negotiation(
            side=Side.PROVIDER,
            consumer_pid=request.consumer_pid,
            provider_pid=new_pid(),
            partner=partner.id,
            address=_callback(partner, request.callback_address, "negotiations", request),
            offer=offer,
            started_at=now,
            changed_at=now,
        )
        negotiation = moved(negotiation, "request", Side.CONSUMER, now)
        await self.keep(negotiation)
        self.go_on(partner, "negotiations", negotiation.pid)
        return await self.told(partner, "negotiations", negotiation.pid)

    async def begin_transfer(self, partner: Partner, data: bytes) -> dict[str, Any]:
        """A consumer asks for the data of an agreement."""
        self.sending.check_room(partner.id)
        with self.sending.counted(partner.id):
            return await self._begun_transfer(partner, data)

    async def _begun_transfer(self, partner: Partner, data: bytes) -> dict[str, Any]:
        request = _read(TransferRequest, data)
        agreed = await asyncio.to_thread(self.shelf.agreed, request.agreement_id)
        if agreed is None or agreed.partner != partner.id or agreed.state != "FINALIZED":
            raise Mismatch(400, "no-agreement", "There is no finalized agreement of that name.")
        if request.format != PULL:
            raise Mismatch(400, "unknown-format", f"Data comes as {PULL} only.")
        if not may_be_given(agreed.offer, partner.participant, self.clock()):
            raise Mismatch(400, "not-due", NOT_FOR_THEM)
        now = self.clock()
        transfer = Transfer(
            side=Side.PROVIDER,
            consumer_pid=request.consumer_pid,
            provider_pid=new_pid(),
            partner=partner.id,
            address=_callback(partner, request.callback_address, "transfers", request),
            agreement_id=request.agreement_id,
            started_at=now,
            changed_at=now,
        )
        transfer = moved(transfer, "request", Side.CONSUMER, now)
        await self.keep(transfer)
        self.go_on(partner, "transfers", transfer.pid)
        return await self.told(partner, "transfers", transfer.pid)

    async def data(self, pid: str, token: str) -> Path:
        """The file of a transfer that goes on, for whoever has its token."""
        transfer = await asyncio.to_thread(self.shelf.transfer, pid)
        address = transfer.data_address if transfer else None
        key = address.property_named("authorization") if address else ""
        is_theirs = bool(key) and hmac.compare_digest(key.encode(), token.encode())
        if transfer is None or not is_theirs or transfer.state != "STARTED":
            raise Mismatch(404, "not-found", "There is nothing here for you.")
        agreed = await asyncio.to_thread(self.shelf.agreed, transfer.agreement_id)
        if agreed is None or not may_be_given(agreed.offer, _assignee(agreed), self.clock()):
            raise Mismatch(404, "not-found", "By its terms it is not given any more.")
        target = agreed.offer.target
        for each in self.offers.of_partner(transfer.partner):
            if self.offers.iri(each) == target:
                return self.offers.path(each)
        raise Mismatch(404, "not-found", "It is not offered any more.")

    async def taken(self, process: Either, message: Message) -> Either:
        if isinstance(message, NegotiationEvent) and message.event_type != "ACCEPTED":
            raise Mismatch(400, "wrong-event", "A consumer's event is ACCEPTED, and no other.")
        return process

    async def answer(self, process: Either, partner: Partner) -> Outgoing | None:
        if isinstance(process, Transfer):
            return self._start(process) if process.state == "REQUESTED" else None
        if process.state in {"REQUESTED", "ACCEPTED"}:
            if not may_be_given(process.offer, partner.participant, self.clock()):
                return ending(process, NOT_FOR_THEM)
            return self._agreement(process, partner)
        if process.state == "VERIFIED":
            event = NegotiationEvent(**names_of(process), event_type="FINALIZED")
            return Outgoing("finalized", "events", event)
        return None

    def _agreement(self, process: Negotiation, partner: Partner) -> Outgoing:
        agreement = Policy.model_validate(
            {
                **process.offer.written(),
                "@id": new_pid(),
                "@type": "Agreement",
                "assigner": self.offers.participant,
                "assignee": partner.participant or partner.id,
                "timestamp": self.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
        )
        message = ContractAgreement(**names_of(process), agreement=agreement)
        return Outgoing("agreement", "agreement", message, {"agreement": agreement})

    def _start(self, process: Transfer) -> Outgoing:
        address = DataAddress(
            endpoint_type=HTTP_ENDPOINT,
            endpoint=f"{self.base}/data/{process.provider_pid}",
            endpoint_properties=(
                EndpointProperty(name="authorization", value=secrets.token_urlsafe(32)),
                EndpointProperty(name="authType", value="bearer"),
            ),
        )
        message = TransferStart(**names_of(process), data_address=address)
        return Outgoing("start", "start", message, {"data_address": address})

    def _offered(self, partner: Partner, iri: str | None) -> Offered:
        for each in self.offers.of_partner(partner.id):
            if self.offers.iri(each) == iri:
                return each
        raise Mismatch(404, "not-found", "There is no such dataset for you.")

    def _unaltered(self, partner: Partner, offer: Policy) -> Policy:
        """The catalogue's own offer, if that is what the consumer means."""
        for each in self.offers.of_partner(partner.id):
            known = self.offers.policy(each)
            if known.id != offer.id:
                continue
            target = self.offers.iri(each)
            if offer.target != target:
                raise Mismatch(400, "wrong-target", "The offer is another dataset's.")
            if not known.has_terms_of(offer):
                raise Mismatch(400, "altered-offer", "These are not the catalogue's terms.")
            return Policy.model_validate({**known.written(), "target": target})
        raise Mismatch(400, "unknown-offer", "The catalogue has no offer with this @id.")


def _assignee(agreed: Negotiation) -> str:
    """Who agreed; empty where this side knew no more than its own word for the partner."""
    assignee = (agreed.agreement.assignee if agreed.agreement else None) or ""
    return "" if assignee == agreed.partner else assignee


def _read(kind: Any, data: bytes) -> Any:
    try:
        return kind.read(data)
    except Unreadable as error:
        raise Mismatch(400, "not-understood", f"{error}.") from None


def _callback(
    partner: Partner, address: str, room: str, request: ContractRequest | TransferRequest
) -> str:
    """Where the consumer hears; refused where the way there could be read or leads astray."""
    pid = request.consumer_pid
    is_plain = pid.isascii() and pid.isprintable() and not set(pid) & set("/?#% \\") and pid != ".."
    try:
        partner.check_address(address)
    except OfficinaError:
        is_plain = False
    if not is_plain:
        raise Mismatch(400, "unknown-address", "callbackAddress or consumerPid cannot be used.")
    return f"{address.rstrip('/')}/{room}/{pid}"

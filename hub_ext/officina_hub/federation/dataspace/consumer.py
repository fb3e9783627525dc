"""The consumer's side: ask for an offer, take that and nothing else, ask for the data."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from officina_hub.federation.dataspace.desk import Desk, Either, Heard, Outgoing, names_of
from officina_hub.federation.dataspace.desk import termination as ending
from officina_hub.federation.dataspace.errors import Mismatch, NotUnderstood
from officina_hub.federation.dataspace.messages import (
    ContractAgreement,
    ContractOffer,
    ContractRequest,
    Message,
    Negotiated,
    NegotiationEvent,
    NegotiationTermination,
    TransferCompletion,
    Transferred,
    TransferRequest,
    TransferStart,
    TransferSuspension,
    TransferTermination,
    Unreadable,
    Verification,
)
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.processes import Negotiation, Transfer, moved, new_pid
from officina_hub.federation.dataspace.sending import Sending
from officina_hub.federation.dataspace.terms.moments import span_of
from officina_hub.federation.dataspace.vocabulary import Side
from officina_hub.federation.fetching.errors import told

Decide = Callable[[Negotiation, Policy], Awaitable[bool]]
CHANGED: Final = "The provider asks for other terms than those of its catalogue."
NOT_THE_OFFER: Final = "The agreement does not say what the offer said."
# By the state there: what the message did that said so.
MISSED: Final = {"FINALIZED": "finalized", "TERMINATED": "termination"}
UNHEARD: Final = "It was said while nobody listened here."
NEVER_CAME: Final = "The agreement itself never came here."
NOT_THE_PARTIES: Final = "The agreement names other parties than those who negotiated."
NO_TIME: Final = "The agreement does not say when it was made."
OTHER_TIME: Final = "The agreement says that it was made at another time than now."
# Clocks differ, and some write the day alone.
SLACK: Final = timedelta(days=1)


async def as_offered(negotiation: Negotiation, other: Policy) -> bool:
    """Whoever has nobody to ask takes only what was offered."""
    return False


class Consumer(Desk):
    """``callback`` is where providers reach it; ``decide`` is asked when they change the terms."""

    side = Side.CONSUMER
    paths: Mapping[str, Heard] = {
        "negotiations/offers": (ContractOffer, "offer"),
        "negotiations/agreement": (ContractAgreement, "agreement"),
        "negotiations/events": (NegotiationEvent, "finalized"),
        "negotiations/termination": (NegotiationTermination, "termination"),
        "transfers/start": (TransferStart, "start"),
        "transfers/completion": (TransferCompletion, "completion"),
        "transfers/suspension": (TransferSuspension, "suspension"),
        "transfers/termination": (TransferTermination, "termination"),
    }

    def __init__(
        self, *arguments: Any, callback: str = "", decide: Decide = as_offered, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.callback = callback
        self._decide = decide
        # Data may be on their way for an hour, and messages do not wait for them.
        self.carrying = Sending()
        self._asked: dict[str, Policy] = {}

    async def negotiate(
        self, partner: Partner, base: str, offer: Policy, target: str, *, pid: str = ""
    ) -> Negotiation:
        """Ask for a contract on an offer of the catalogue; the rest is heard.

        ``pid``: its name on this side, where somebody wrote it down before.
        """
        wanted = Policy.model_validate({**offer.written(), "target": target, "@type": "Offer"})
        now = self.clock()
        begun = Negotiation(
            side=Side.CONSUMER,
            consumer_pid=pid or new_pid(),
            partner=partner.id,
            started_at=now,
            changed_at=now,
            offer=wanted,
        )
        request = ContractRequest(
            consumer_pid=begun.consumer_pid, offer=wanted, callback_address=self.callback
        )
        async with self.lock(begun.pid):
            address = f"{base}/negotiations"
            pid = await self._begun(partner, address, request, Negotiated, begun.pid)
            named = {"provider_pid": pid, "address": f"{address}/{pid}"}
            asked = moved(begun, "request", Side.CONSUMER, now).model_copy(update=named)
            await self.keep(asked)
        return asked

    async def ask_for_transfer(self, partner: Partner, base: str, agreement_id: str) -> Transfer:
        """Ask for the data of an agreement; where it lies is heard."""
        now = self.clock()
        begun = Transfer(
            side=Side.CONSUMER,
            consumer_pid=new_pid(),
            partner=partner.id,
            started_at=now,
            changed_at=now,
            agreement_id=agreement_id,
        )
        request = TransferRequest(
            consumer_pid=begun.consumer_pid,
            agreement_id=agreement_id,
            format=begun.format,
            callback_address=self.callback,
        )
        async with self.lock(begun.pid):
            address = f"{base}/transfers"
            pid = await self._begun(partner, address, request, Transferred, begun.pid)
            named = {"provider_pid": pid, "address": f"{address}/{pid}"}
            asked = moved(begun, "request", Side.CONSUMER, now).model_copy(update=named)
            await self.keep(asked)
        return asked

    async def complete(self, partner: Partner, transfer: Transfer) -> None:
        """Say that the data is here."""
        async with self.lock(transfer.pid):
            message = TransferCompletion(**names_of(transfer))
            await self.send(partner, transfer, Outgoing("completion", "completion", message))

    async def stop(self) -> None:
        """Say and fetch nothing more."""
        self.carrying.stop()
        await super().stop()

    async def give_up(self, partner: Partner, room: str, pid: str, reason: str) -> None:
        """End what is still going on."""
        async with self.lock(pid):
            process = await self.found(partner, room, pid)
            if not process.is_over:
                await self.end(partner, process, reason)

    async def look(self, partner: Partner, pid: str) -> None:
        """Ask how a negotiation stands there, and take what was said while nobody listened here.

        An agreement itself comes in its message alone (2025-1-err1, 6.2.2: the answer has a state
        and no more), so one that never came is ended. Raises ``OfficinaError`` of no answer.
        """
        known = await self.found(partner, "negotiations", pid)
        if known.is_over or not known.address:
            return
        ask = functools.partial(self.line.state, partner, known.address)
        there = await self.sending.sent(partner.id, ask)
        async with self.lock(pid):
            process = await self.found(partner, "negotiations", pid)
            if process.is_over or not isinstance(process, Negotiation):
                return
            now, wrong = self.clock(), NEVER_CAME
            if process.state == "AGREED" and there in {"VERIFIED", "FINALIZED"}:
                wrong = wrong_with(process, partner)
                if not wrong:
                    # It took the verification, and this side ended before it wrote that down.
                    process = moved(process, "verification", self.side, now)
                    await self.keep(process.model_copy(update={"by": self.side.value}))
            if there == "FINALIZED" and process.state != "VERIFIED":
                await self.end(partner, process, wrong)
            elif there in MISSED:
                after = moved(process, MISSED[there], self.side.other, now, UNHEARD)
                await self.keep(after.model_copy(update={"by": self.side.other.value}))

    async def taken(self, process: Either, message: Message) -> Either:
        if isinstance(message, ContractOffer):
            self._asked[process.pid] = message.offer
        if isinstance(message, NegotiationEvent) and message.event_type != "FINALIZED":
            raise Mismatch(400, "wrong-event", "A provider's event is FINALIZED, and no other.")
        if isinstance(message, ContractAgreement) and isinstance(process, Negotiation):
            return process.model_copy(update={"agreement": message.agreement})
        if isinstance(message, TransferStart) and message.data_address is not None:
            return process.model_copy(update={"data_address": message.data_address})
        return process

    async def answer(self, process: Either, partner: Partner) -> Outgoing | None:
        if not isinstance(process, Negotiation):
            return None
        if process.state == "OFFERED":
            return await self._to_offer(process)
        if process.state == "AGREED":
            wrong = wrong_with(process, partner)
            if wrong:
                return ending(process, wrong)
            return Outgoing(
                "verification", "agreement/verification", Verification(**names_of(process))
            )
        return None

    async def _to_offer(self, process: Negotiation) -> Outgoing:
        offer = self._asked.pop(process.pid, process.offer)
        is_same = offer.has_terms_of(process.offer) and offer.target in {
            None,
            process.offer.target,
        }
        if not is_same and not await self._decide(process, offer):
            return ending(process, CHANGED)
        accepted = NegotiationEvent(**names_of(process), event_type="ACCEPTED")
        kept = offer.model_copy(update={"target": process.offer.target})
        return Outgoing("accepted", "events", accepted, {"offer": kept})

    async def _begun(
        self,
        partner: Partner,
        address: str,
        request: Message,
        kind: type[Negotiated] | type[Transferred],
        pid: str,
    ) -> str:
        """The provider's name for what was asked for."""
        post = functools.partial(self.line.post, partner, f"{address}/request", request)
        reply = await self.sending.sent(partner.id, post)
        try:
            begun = kind.read(reply.body)
        except Unreadable as error:
            raise _no_name(partner, str(error)) from None
        if begun.consumer_pid != pid or not _is_part_of_an_address(begun.provider_pid):
            raise _no_name(partner, "its names are not those of what was asked for")
        return begun.provider_pid


def wrong_with(negotiation: Negotiation, partner: Partner) -> str:
    """Why that agreement is not verified; empty where it is as it should be."""
    agreement, offer = negotiation.agreement, negotiation.offer
    if agreement is None or agreement.type != "Agreement" or agreement.target != offer.target:
        return NOT_THE_OFFER
    if not agreement.has_terms_of(offer):
        return NOT_THE_OFFER
    if not agreement.assigner or not agreement.assignee:
        return NOT_THE_PARTIES
    # Where nobody said who is who, the offer that was shown may have.
    is_theirs = agreement.assigner in {partner.participant or offer.assigner or agreement.assigner}
    is_ours = agreement.assignee in {partner.ourselves or offer.assignee or agreement.assignee}
    if not is_theirs or not is_ours:
        return NOT_THE_PARTIES
    made = span_of(agreement.timestamp or "")
    if made is None:
        return NO_TIME
    is_now = negotiation.started_at - SLACK <= made.start <= negotiation.changed_at + SLACK
    return "" if is_now else OTHER_TIME


def _is_part_of_an_address(pid: str) -> bool:
    """A provider's name becomes a part of the path, and must not become more."""
    return pid.isascii() and pid.isprintable() and not set(pid) & set("/?#% \\") and pid != ".."


def _no_name(partner: Partner, why: str) -> NotUnderstood:
    return NotUnderstood(
        f"{partner.name[:200]} took the request and answered something else: {told(why)}.",
        "Without its name for it, nothing more can be said about it.",
        "Tell the partner; its connector does not follow the protocol 2025-1.",
    )

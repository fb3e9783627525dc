"""``harvest-log/<peer>.json``: what this factory took and refused of a peer, for its provider.

Everybody may read it, so it tells only what the provider could know anyway. Why an address could
not be reached stays here, and so do the details of an error: they may name a file of this machine,
or tell a stranger, who chose the address, what there is in this house's own network.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from officina_hub.factory.peers import Peer
from officina_hub.federation.feed.staging import Staging
from officina_hub.federation.harvest import Harvested

UNREACHABLE: Final = "unreachable"
NOT_READ: Final = "It could not be read from here. Look whether it answers others; else ask us why."
NOT_FETCHED: Final = "It could not be fetched from here. Look whether it answers others."


def may_be_told(peer: Peer) -> bool:
    """Whether there is a provider who reads it, at an address that is nobody's secret."""
    return peer.address.startswith("http") and not peer.private_network


def write_harvest_logs(staging: Staging, factory: str, harvests: Iterable[Harvested]) -> None:
    """One file for each peer that was harvested; it changes only when a harvest has ended."""
    for report in harvests:
        text = f"{_text(_told(report))}\n"
        staging.put(
            f"{factory}/harvest-log/{report.peer}.json",
            _without_query(text, report.address).encode(),
        )


def _told(report: Harvested) -> dict[str, Any]:
    told = report.model_dump(mode="json", exclude={"is_dry_run", "detail"})
    if report.verdict == UNREACHABLE:
        told["why"] = NOT_READ
    told["rejected"] = [
        {"where": each.where, "reason": each.reason if each.was_fetched else NOT_FETCHED}
        for each in report.rejected
    ]
    return {"format": 1, **told}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _without_query(text: str, address: str) -> str:
    """A query may hold what only the operator and the peer know, such as a key."""
    _, mark, query = address.partition("?")
    return text.replace(_text(mark + query)[1:-1], "") if query else text

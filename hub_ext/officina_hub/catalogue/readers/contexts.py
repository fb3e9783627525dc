"""JSON-LD's contexts: those that are bundled stand in for their addresses, others are refused.

Nothing is ever loaded from an address, so that a file cannot make the hub speak with others.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

from officina_hub.catalogue.readers.outcome import Unreadable

BUNDLED: Final = (
    (re.compile(r"https?://\S+/DCAT-AP/\S+/examples/context\.jsonld"), "dcat-ap-examples-3.0.0"),
    (re.compile(r"https?://\S+/(?i:dcat-ap)/(?:\S+/)?dcat-ap\.jsonld"), "dcat-ap-3.0.1"),
)


@cache
def bundled(name: str) -> Any:
    """A context of ours; it is shared, so nobody may change it."""
    text = files(__package__).joinpath("jsonld_contexts", f"{name}.json").read_text("utf-8")
    return json.loads(text)["@context"]


def without_addresses(document: object) -> Any:
    """The document with each context that it names by an address written out.

    Raises ``Unreadable`` for one that is not bundled. The depth was checked when it was read.
    """
    if isinstance(document, list):
        return [without_addresses(each) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        key: _written_out(value) if key == "@context" else without_addresses(value)
        for key, value in document.items()
    }


def _written_out(context: object) -> Any:
    if isinstance(context, list):
        return [_written_out(each) for each in context]
    if isinstance(context, dict):
        if "@import" in context:
            raise _refusal(context["@import"])
        return without_addresses(context)  # terms may have contexts of their own
    return _bundled_for(context) if isinstance(context, str) else context


def _bundled_for(address: str) -> Any:
    for pattern, name in BUNDLED:
        if pattern.fullmatch(address.strip()):
            return bundled(name)
    raise _refusal(address)


def _refusal(address: object) -> Unreadable:
    return Unreadable(
        "@context",
        f"it is named by the address {str(address)[:200]!r}, and nothing is loaded from the "
        "network while a file is read; write the context itself into the file",
    )

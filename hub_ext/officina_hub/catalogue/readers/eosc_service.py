"""One service of EOSC's profile into the fields of ours."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from officina_hub.catalogue.readers.authority import language_of
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import (
    handle_of,
    is_address,
    made_from,
    page_of_its_own,
)
from officina_hub.catalogue.readers.node import Node
from officina_hub.catalogue.readers.schema_org import agents

TRL: Final = re.compile(r"(?:trl-?)?([1-9])", re.IGNORECASE)
MILLISECONDS: Final = re.compile(r"[0-9]{12,13}")
ADDRESSES: Final = {
    "landing_page": ("webpage",), "order_url": ("order",),
    "sla": ("resourceLevel", "serviceLevel"),  # what registries called it before the profile did
    "terms_of_use": ("termsOfUse",), "privacy_policy": ("privacyPolicy",),
    "user_manual": ("userManual",),
}  # fmt: skip
# The field, the profile's name, and the vocabulary whose name registries put before each code.
CODED: Final = (
    ("target_users", "targetUsers", "target_user"),
    ("access_types", "accessTypes", "access_type"),
    ("access_modes", "accessModes", "access_mode"),
    ("categories", "categories", "category"),
    ("scientific_domains", "scientificDomains", "scientific_domain"),
)


def service(node: Node, draft: Draft) -> None:
    """Its fields into the draft."""
    draft.put("iri", _iri(node, draft))
    draft.words("title", node.tagged("name"))
    draft.words("tagline", node.tagged("tagline"))
    draft.words("description", node.tagged("description"))
    draft.words("eligibility", node.tagged("eligibility"))
    draft.words("cost_note", node.tagged("costNote", "paymentModel", "pricing"))
    draft.shorts("keywords", node.names("tags"))
    draft.codes("languages", node.names("languageAvailabilities"), language_of)
    for field, names in ADDRESSES.items():
        draft.address(field, node.link(*names))
    for field, name, vocabulary in CODED:
        draft.shorts(field, [_without(vocabulary, each) for each in _coded(node, name, vocabulary)])
    _single_values(node, draft)
    _people(node, draft)


def _single_values(node: Node, draft: Draft) -> None:
    trl = TRL.fullmatch(node.name("trl") or "")
    draft.put("trl", int(trl.group(1)) if trl else None)
    if node.name("trl") and not trl:
        draft.note("trl", f"{node.name('trl')!r:.60} is no level from 1 to 9 and is left out")
    draft.put("order_type", _without("order_type", node.name("orderType") or ""))
    status = node.name("lifeCycleStatus") or ""
    draft.put("life_cycle_status", _without("life_cycle_status", status))
    places = node.names("geographicalAvailabilities")
    draft.put("geographical_availabilities", draft.bounded("geographical_availabilities", places))
    draft.short("version", node.name("version"))
    draft.day("modified", _day(node.name("lastUpdate")))
    draft.shorts("identifiers", node.names("id", "alternativePIDs"))


def _day(raw: str | None) -> str | None:
    """A day; registries count milliseconds since 1970 where people write dates."""
    if raw and MILLISECONDS.fullmatch(raw):
        return datetime.fromtimestamp(int(raw) / 1000, tz=UTC).date().isoformat()
    return raw


def _people(node: Node, draft: Draft) -> None:
    owners = agents(node, draft, "publisher", ("resourceOrganisation", "resourceOwner"))
    draft.put("publisher", owners[0] if owners else None)
    contacts = [*node.nodes("publicContacts"), *node.nodes("mainContact")]
    if contacts:
        draft.put("contact_point", _contact(contacts[0], draft))
    elif email := node.name("publicContacts"):
        draft.put("contact_point", {"email": email})
    helpdesk = node.name("helpdeskEmail")
    draft.put("helpdesk_email", {"email": helpdesk} if helpdesk else None)


def _contact(node: Node, draft: Draft) -> dict[str, Any]:
    part = draft.inside("contact_point")
    names = [name for term in ("firstName", "lastName") if (name := node.name(term))]
    part.short("name", " ".join(names) or node.name("organisation"))
    part.put("email", node.name("email"))
    return part.values


def _iri(node: Node, draft: Draft) -> str | None:
    own = node.name("id") or ""
    if own:
        address = own if is_address(own) else handle_of(own)
        return address or made_from(draft, node.name("catalogueId"), own)
    page = page_of_its_own(node.link("webpage"))
    name = node.name("name")
    return page or (made_from(draft, node.link("webpage"), name) if name else None)


def _coded(node: Node, name: str, vocabulary: str) -> list[str]:
    """Codes as a list of texts, or as objects that hold the code under their own name."""
    terms = (name, vocabulary, _camel(vocabulary))
    held = [code for each in node.nodes(name) for code in each.names(*terms)]
    return held or node.names(name)


def _camel(vocabulary: str) -> str:
    first, *rest = vocabulary.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _without(vocabulary: str, code: str) -> str:
    return code.strip().removeprefix(f"{vocabulary}-")

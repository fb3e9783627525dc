"""Packages of a CKAN, as its API gives them: one, a list, or the answer of a search.

Which extra is which field of DCAT follows ckanext-dcat's own mapping, as far as the two agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers.authority import (
    access_of,
    file_type_of,
    frequency_of,
    language_of,
    media_type_of,
    theme_of,
)
from officina_hub.catalogue.readers.checksums import DIGITS, put_checksum
from officina_hub.catalogue.readers.draft import Draft, Tagged
from officina_hub.catalogue.readers.identity import is_address, made_from
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.outcome import Read
from officina_hub.catalogue.readers.paging import mark_of
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.readers.strays import stray
from officina_widgets.catalogue.records import Dataset

OURS: Final = ("resources", "name")
# A package has several of these, and nobody else's object has.
BESIDE: Final = frozenset(
    {"metadata_created", "license_id", "owner_org", "extras", "num_resources"}
)


def is_mine(source: Source) -> bool:
    """Whether a package stands in it."""
    if not source.is_json or '"resources"' not in source.text:
        return False
    return any(is_package(each) for _, each in packages_in(source.json))


def read(source: Source) -> Iterator[Read]:
    """Each package, and which page of a search it is."""
    held = 0
    for pointer, each in packages_in(source.json):
        held += 1
        if isinstance(each, dict):
            yield read_package(each, Draft(source.limits), pointer or "/", address=source.address)
        else:
            yield stray(pointer, each, wanted="a package of CKAN with its name and resources")
    total = total_of(source.json)
    if total is not None:
        yield Part("/result", mark_of(source.text), held, total)


def is_package(each: object) -> bool:
    """Whether it is a dataset of CKAN."""
    if not isinstance(each, dict) or any(key.startswith("@") for key in each):
        return False
    return all(key in each for key in OURS) and bool(BESIDE & each.keys())


def packages_in(document: object) -> Iterator[tuple[str, object]]:
    """What stands where packages stand, with its JSON pointer."""
    result = document.get("result") if isinstance(document, dict) else None
    if isinstance(result, dict) and isinstance(result.get("results"), list):
        yield from ((f"/result/results/{n}", each) for n, each in enumerate(result["results"]))
    elif isinstance(result, list):
        yield from ((f"/result/{n}", each) for n, each in enumerate(result))
    elif isinstance(result, dict):
        yield "/result", result
    elif isinstance(document, list):
        yield from ((f"/{n}", each) for n, each in enumerate(document))
    else:
        yield "", document


def total_of(document: object) -> int | None:
    """How many a search has found in all, if it is the answer of one."""
    result = document.get("result") if isinstance(document, dict) else None
    count = result.get("count") if isinstance(result, dict) else None
    return count if isinstance(count, int) and count >= 0 else None


def read_package(package: dict[str, Any], draft: Draft, where: str, *, address: str | None) -> Read:
    """One; ``address`` is where the API was asked, below whose site its page stands."""
    return outcome(Dataset, draft, where, by=lambda: _package(package, draft, address))


def _package(package: dict[str, Any], draft: Draft, address: str | None) -> None:
    extras = _extras(package)
    _name(package, extras, draft, address)
    draft.words("title", [Tagged(_text(package.get("title")) or _text(package.get("name")))])
    draft.words("description", [Tagged(_text(package.get("notes")))])
    tags = [each for each in _list(package.get("tags")) if isinstance(each, dict)]
    names = (_text(each.get("display_name")) or _text(each.get("name")) for each in tags)
    draft.shorts("keywords", names)
    draft.codes("themes", _many(extras.get("theme", "")), theme_of)
    draft.codes("languages", _many(extras.get("language", "")), language_of)
    _people(package, extras, draft)
    licence = next(filter(None, (_text(package.get(key)) for key in LICENCE)), "")
    draft.short("licence", licence_of(licence) if licence and licence != "notspecified" else None)
    draft.code("access_rights", _many(extras.get("access_rights", "")), access_of)
    draft.code("frequency", _many(extras.get("frequency", "")), frequency_of)
    draft.short("version", _text(package.get("version")) or extras.get("dcat_version"))
    draft.day("issued", extras.get("issued") or _text(package.get("metadata_created"))[:10])
    draft.day("modified", extras.get("modified") or _text(package.get("metadata_modified"))[:10])
    draft.day("temporal_start", extras.get("temporal_start"))
    draft.day("temporal_end", extras.get("temporal_end"), is_end=True)
    spatial = extras.get("spatial_text") or extras.get("spatial_uri")
    draft.shorts("spatial", [spatial] if spatial else [])
    identifier = extras.get("identifier") or _text(package.get("doi"))
    draft.shorts("identifiers", [identifier] if identifier else [])
    resources = _list(package.get("resources"))
    found = draft.bounded("distributions", resources, draft.limits.distributions)
    parts = (_resource(each, draft, n) for n, each in enumerate(found) if isinstance(each, dict))
    draft.put("distributions", [values for values in parts if values])


LONGEST_NUMBER: Final = 19
LICENCE: Final = ("license_url", "license_id", "license_title")


def _name(
    package: dict[str, Any], extras: dict[str, str], draft: Draft, address: str | None
) -> None:
    site = urljoin(address, "/dataset/") if address and "/api/" not in address else ""
    if address and "/api/" in address:
        site = f"{address.partition('/api/')[0]}/dataset/"
    name = _text(package.get("name")) or _text(package.get("id"))
    own = f"{site}{name}" if site and name else ""
    known = (extras.get("uri", ""), own, _text(package.get("url")))
    iri = next((one for one in known if is_address(one)), None)
    draft.put("iri", iri or made_from(draft, _text(package.get("id")), name))
    draft.address("landing_page", own or next((one for one in known if is_address(one)), None))


def _people(package: dict[str, Any], extras: dict[str, str], draft: Draft) -> None:
    organisation = package.get("organization")
    title = organisation.get("title") if isinstance(organisation, dict) else None
    publisher = draft.line("publisher", extras.get("publisher_name") or _text(title))
    draft.put("publisher", {"name": publisher} if publisher else None)
    author = draft.line("creator", _text(package.get("author")))
    draft.put("creator", [{"name": author}] if author else None)
    part = draft.inside("contact_point")
    part.short("name", extras.get("contact_name") or _text(package.get("maintainer")))
    part.put("email", extras.get("contact_email") or _text(package.get("maintainer_email")))
    draft.put("contact_point", part.values)


def _resource(resource: dict[str, Any], draft: Draft, number: int) -> dict[str, Any] | None:
    part = draft.inside(f"distributions/{number}")
    address = _text(resource.get("url"))
    if not is_address(address):
        draft.note("distributions", f"number {number} has no address and is left out")
        return None
    part.address("access_url", address)
    part.address("download_url", _text(resource.get("download_url")) or None)
    part.words("title", [Tagged(_text(resource.get("name")))])
    part.words("description", [Tagged(_text(resource.get("description")))])
    kinds = [one for key in ("mimetype", "format") if (one := _text(resource.get(key)))]
    part.put("media_type", next((name for raw in kinds if (name := media_type_of(raw))), None))
    part.put("format", next((code for raw in reversed(kinds) if (code := file_type_of(raw))), None))
    size = str(resource.get("size") or "")
    is_size = size.isascii() and size.isdecimal() and len(size) < LONGEST_NUMBER
    part.put("byte_size", int(size) if is_size else None)
    licence = _text(resource.get("license"))
    part.short("licence", licence_of(licence) if licence else None)
    digest = _text(resource.get("hash"))
    algorithm = _text(resource.get("hash_algorithm"))
    if digest:
        by_length = next((name for name, digits in DIGITS.items() if digits == len(digest)), "")
        put_checksum(part, algorithm or by_length, digest)
    return part.values


def _extras(package: dict[str, Any]) -> dict[str, str]:
    """CKAN's pairs of key and value, and what newer schemas put beside the other fields."""
    pairs = package.get("extras")
    found = {
        str(each.get("key")): _text(each.get("value"))
        for each in (pairs if isinstance(pairs, list) else [])
        if isinstance(each, dict)
    }
    beside = {
        key: " ".join(map(str, value)) if isinstance(value, list) else _text(value)
        for key, value in package.items()
        if key in KNOWN_EXTRAS
    }
    return beside | found


KNOWN_EXTRAS: Final = frozenset({
    "access_rights", "contact_email", "contact_name", "dcat_version", "frequency", "identifier",
    "issued", "language", "modified", "publisher_name", "spatial_text", "spatial_uri",
    "temporal_end", "temporal_start", "theme", "uri",
})  # fmt: skip


def _many(raw: str) -> list[str]:
    """Several values as ckanext-dcat writes them: a JSON list, or with commas."""
    return [one for one in raw.replace('"', " ").strip("[] ").replace(",", " ").split() if one]


def _text(value: object) -> str:
    """A text; a text in several languages by the first of them."""
    if isinstance(value, dict):
        value = next((each for each in value.values() if each), "")
    return value.strip() if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

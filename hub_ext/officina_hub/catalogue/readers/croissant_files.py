"""Croissant's FileObject and FileSet as distributions."""

from __future__ import annotations

from typing import Any

from officina_hub.catalogue.croissant_terms import OF_FILE
from officina_hub.catalogue.readers.authority import file_type_of, media_type_of
from officina_hub.catalogue.readers.checksums import DIGITS, put_checksum
from officina_hub.catalogue.readers.croissant_rest import rest_of
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.readers.node import Node


def distributions(files: list[Node], draft: Draft, page: str | None) -> list[dict[str, Any]]:
    """Each file that can be got somewhere; ``page`` is the dataset's own."""
    contents = {node.iri or node.name("name"): node.link("contentUrl") for node in files}
    found = (
        _distribution(node, draft.inside(f"distributions/{number}"), contents, page)
        for number, node in enumerate(files)
    )
    return [values for values in found if values]


def _distribution(
    node: Node, part: Draft, contents: dict[str | None, str | None], page: str | None
) -> dict[str, Any] | None:
    own = node.link("contentUrl")
    whole = next((contents.get(name) for name in node.links("containedIn")), None)
    part.put("download_url", own if is_address(own) else None)
    part.address("access_url", next((one for one in (own, whole, page) if is_address(one)), None))
    if "access_url" not in part.values:
        part.note("access_url", "neither the file nor the dataset has an address; it is left out")
        return None
    # An address has a field of its own; a place in an archive has none.
    terms = [term for term in OF_FILE if term != "contentUrl" or not is_address(own)]
    part.put("as_croissant", rest_of(node, terms))
    if own and not is_address(own):
        part.note(
            "download_url", f"{own[:80]!r} is no address; the dataset's page is given instead"
        )
    part.words("title", node.tagged("name"))
    part.words("description", node.tagged("description"))
    _format(node, part)
    size = (node.name("contentSize") or "").split()
    part.put("byte_size", int(size[0]) if _is_bytes(size) else None)
    given = next(((name, value) for name in reversed(DIGITS) if (value := node.name(name))), None)
    if given:
        put_checksum(part, *given)
    return part.values


def _format(node: Node, part: Draft) -> None:
    named = node.names("encodingFormat")
    part.put("media_type", next((name for raw in named if (name := media_type_of(raw))), None))
    part.put("format", next((code for raw in named if (code := file_type_of(raw))), None))


def _is_bytes(size: list[str]) -> bool:
    """Bytes are kept; what is rounded to other units is not a number of bytes."""
    is_number = bool(size) and size[0].isascii() and size[0].isdigit() and len(size[0]) < 19
    return is_number and (len(size) == 1 or size[1].lower() in {"b", "bytes"})

"""The course package that a training says it comes as, in schema.org's terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, get_args

from officina_courses.model import Kind
from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.writers.schema_org_training import PACKAGE_KINDS, PACKAGE_TYPE

SIZE: Final = re.compile(r"(\d{1,15}) B", re.ASCII)
SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Encoding(NamedTuple):
    """What is said of one file of a training."""

    address: str | None
    media_type: str | None
    size: str | None
    sha256: str | None
    version: str | None
    additional_type: str | None


def package(encodings: Iterable[Encoding], draft: Draft) -> None:
    """The first that is a whole course package; one without its checksum is none."""
    for one in encodings:
        if one.media_type != PACKAGE_TYPE:
            continue
        size = SIZE.fullmatch(one.size or "")
        digest = (one.sha256 or "").lower()
        part = draft.inside("package")
        version = part.line("version", one.version)
        if size and SHA256.fullmatch(digest) and version and is_address(one.address):
            draft.put(
                "package",
                {
                    "address": one.address,
                    "sha256": digest,
                    "bytes": int(size[1]),
                    "version": version,
                    "kind": _kind(one),
                },
            )
        else:
            draft.note(
                "package",
                "address, size in bytes, SHA-256 or version is missing; the package is left out",
            )


def _kind(one: Encoding) -> str:
    """What it carries; a course where that is not told, as before there were other kinds."""
    told = (one.additional_type or "").removeprefix(PACKAGE_KINDS)
    return told if told in get_args(Kind) else "course"

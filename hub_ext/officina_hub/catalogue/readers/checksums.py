"""Checksums of files; what is none is left out, because nobody could check it."""

from __future__ import annotations

import re
from typing import Final

from officina_hub.catalogue.readers.draft import Draft

# From the weakest to the strongest.
DIGITS: Final[dict[str, int]] = {
    "md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128,
}  # fmt: skip


# As SPDX's checksumAlgorithm_sha256, DCAT-AP.de's hashAlgorithms/sha/256 and people's SHA-256.
ALGORITHM: Final = re.compile(r"(md5|sha)[-_/]?(1|224|256|384|512)?/?$", re.IGNORECASE)


def put_checksum(part: Draft, algorithm: str, raw: str) -> None:
    """Set the checksum, or note that it is none."""
    found = ALGORITHM.search(algorithm)
    name = "".join(filter(None, found.groups())).lower() if found else ""
    value = raw.strip().lower()
    if name in DIGITS and re.fullmatch(rf"[0-9a-f]{{{DIGITS[name]}}}", value):
        part.put("checksum", {"algorithm": name, "checksum_value": value})
    else:
        part.note("checksum", f"{raw[:80]!r} is no checksum by {algorithm[:80]!r}; it is left out")

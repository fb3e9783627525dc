"""``sketches.json``: what the shared packages look like, without their text.

By it another factory sees that a course of its own is nearly one that stands here, without fetching
a package. A sketch is what its publisher says of its package: nobody else has compared the texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from officina_courses.similarity.material import METHOD, MOST_WORDS, Sketch
from officina_courses.similarity.minhash import FACTORS, PRIME

SKETCHES: Final = "sketches.json"
LARGEST: Final = 1024 * 1024
MOST_PACKAGES: Final = 500
Number = Annotated[int, Field(ge=0, lt=PRIME)]


class PackageSketch(BaseModel):
    """Of the package with this checksum."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    prints: Annotated[int, Field(ge=1, le=MOST_WORDS)]
    signature: Annotated[list[Number], Field(min_length=len(FACTORS), max_length=len(FACTORS))]

    @property
    def sketch(self) -> Sketch:
        """To be compared with others."""
        return Sketch(prints=self.prints, signature=tuple(self.signature))


class _Document(BaseModel):
    """What is read of it."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    format: Literal[1]
    method: int
    packages: Annotated[list[PackageSketch], Field(max_length=MOST_PACKAGES)]


LIST: Final = TypeAdapter(list[PackageSketch])


def sketches_text(packages: Iterable[tuple[str, Sketch]]) -> bytes:
    """The document, by the packages' checksums, as many as others would read."""
    told = [
        {"sha256": sha256, "prints": one.prints, "signature": one.signature}
        for sha256, one in sorted(packages)[:MOST_PACKAGES]
        if one.prints
    ]
    document = {"format": 1, "method": METHOD, "packages": told}
    return (json.dumps(document, separators=(",", ":")) + "\n").encode()


def read_sketches(data: bytes) -> list[PackageSketch] | None:
    """What stands in it and can be so; None for what is no such document."""
    try:
        found = _Document.model_validate_json(data)
    except ValidationError:
        return None
    # Those that were made in another way cannot be compared with ours.
    if found.method != METHOD:
        return None
    return [each for each in found.packages if each.sketch.is_sound]

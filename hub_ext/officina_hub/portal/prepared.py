"""An answer as it goes over the line, made in the thread that found it.

Hashing and the like let Python's other threads go on meanwhile, and whoever let them has to wait
for them before it goes on itself, up to ``sys.getswitchinterval()`` each time. On the loop
everybody waits then; one that searches keeps only its own asker waiting.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pydantic import BaseModel


class Prepared(NamedTuple):
    """JSON, and the ETag by which whoever has it already is spared it."""

    content: bytes
    etag: str


def prepared(model: BaseModel) -> Prepared:
    """The model as JSON."""
    content = model.model_dump_json().encode()
    return Prepared(content, f'"{hashlib.sha256(content).hexdigest()}"')

"""What is wrong with a text by its grammar, in our words; the library's own come last."""

from __future__ import annotations

import re
from typing import Final

FAULTS: Final = (
    (r"Expecting value", "a value is missing here, or one is not in double quotes"),
    (r"Expecting ':'", "a colon is missing between a name and its value"),
    (r"Expecting ','", "a comma or a closing bracket is missing before this"),
    (r"property name", "a name in double quotes is missing here; a comma before } is too much"),
    (r"Unterminated string", "a text begins here whose closing quote is missing"),
    (r"Extra data", "the document ends before this, and something stands after it"),
    (r"Invalid .{0,12}escape", "a backslash stands here before a letter that it does not go with"),
    (r"not bound", "a prefix is used that was not declared"),
    (r"end of statement|expected '\.'", "a full stop, semicolon or comma is missing before this"),
    (r"newline found in string", "a text begins in this line whose closing quote is missing"),
    (r"mapping values are not allowed", "a colon stands where none may, or the indent is wrong"),
    (r"undefined alias", "an alias (*) names an anchor (&) that is nowhere before it"),
    (r"duplicate anchor", "an anchor (&) of this name stands before it already"),
    (r"cannot start any token", "a tabulator or another sign stands here that YAML does not take"),
    (r"expected ',' or", "a comma or a closing bracket is missing before this"),
    (r"no element found|mismatched tag|unclosed", "an element is not closed"),
    (r"Failed to eat|Invalid line", "the line is no statement with IRIs in pointed brackets"),
    (r"is not iterable|unsupported operand|object has no attribute", "a value, perhaps of the "
     "@context, is of another nature than its place wants"),
)  # fmt: skip
KNOWN: Final = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in FAULTS)
LONGEST: Final = 300


def told_plainly(what: str, said: str) -> str:
    """The sentence: ``what`` it is not, why as far as that is known, and what to do."""
    said = " ".join(said.split())[:LONGEST]
    plain = next((plain for pattern, plain in KNOWN if pattern.search(said)), None)
    reason = f"{what}: {plain}" if plain else what
    return f"{reason}; mend it there and check again (the reader's words: {said})"

"""A citation as reference managers take it: CSL-JSON (Citation Style Language 1.0.2) and BibTeX.

Names stay whole, because a record does not say whether they are of people or organisations; both
formats have a form for that. What a record tells cannot end a field of BibTeX or be a command in
it: signs that TeX minds are written as it prints them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from officina_widgets.catalogue.records import Record
from officina_widgets.finding.citation import Citation, cited

TYPES: Final = {
    "dataset": "dataset",
    "series": "dataset",
    "data_service": "software",
    "service": "webpage",
    "training": "document",
    "organisation": "webpage",
}
# One pass, so that no sign of an escape is escaped again.
TEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
}  # fmt: skip
NOT_IN_KEY: Final = re.compile(r"[^a-z0-9]+")
# Addresses and DOIs are taken as they stand; what could end their field they have as %XX.
NOT_IN_URL: Final = {"{": "%7B", "}": "%7D", "\\": "%5C"}


def csl_item(record: Record) -> dict[str, Any]:
    """One item of CSL-JSON."""
    facts = cited(record)
    day = facts.day
    told = {
        "id": citation_key(facts),
        "type": TYPES[record.kind],
        "title": facts.title,
        "author": [{"literal": name} for name in facts.who],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "version": facts.version,
        "publisher": facts.publisher,
        "DOI": facts.doi,
        "URL": facts.place,
        "note": facts.wish and f"Its owner asks to be cited as: {facts.wish}",
    }
    return {name: value for name, value in told.items() if value}


def bibtex_of(record: Record) -> str:
    """One entry of BibTeX."""
    facts = cited(record)
    told = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in facts.who),
        "title": f"{{{_tex(facts.title)}}}",
        "year": str(facts.day.year) if facts.day else "",
        "version": _tex(facts.version),
        "publisher": _tex(facts.publisher),
        "doi": _address(facts.doi),
        "url": _address(facts.place),
        "note": _tex(facts.wish),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in told.items() if value)
    return f"@misc{{{citation_key(facts)},\n{lines}}}\n"


def citation_key(facts: Citation) -> str:
    """By which a text refers to it: who, when, and what by its first word."""
    who = _key_part(facts.who[0] if facts.who else "", 2)
    year = str(facts.day.year) if facts.day else ""
    return f"{who}{year}{_key_part(facts.title, 2)}" or "record"


def _key_part(text: str, words: int) -> str:
    folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "".join(NOT_IN_KEY.sub(" ", folded).split()[:words])[:30]


def _address(text: str) -> str:
    return "".join(NOT_IN_URL.get(sign, sign) for sign in text)


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in text)

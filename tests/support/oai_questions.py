"""Questions that OAI-PMH 2.0 answers by a code of its own, and answers that it would not know."""

from __future__ import annotations

from typing import Final

WRONG_QUESTIONS: Final = (
    ({}, "badVerb"),
    ({"verb": "Sing"}, "badVerb"),
    ({"verb": ["Identify", "ListSets"]}, "badVerb"),
    ({"verb": "Identify", "set": "x"}, "badArgument"),
    ({"verb": "ListRecords"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "today"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, "badArgument"),
    (
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01",
         "until": "2026-01-02T00:00:00Z"},
        "badArgument",
    ),
    ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
    ({"verb": "ListRecords", "metadataPrefix": "m@rc"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "rdf", "set": "a b"}, "badArgument"),
    ({"verb": "GetRecord", "metadataPrefix": "rdf", "identifier": "a b"}, "badArgument"),
    ({"verb": "ListSets", "resumptionToken": "x\ufffe"}, "badResumptionToken"),
    ({"verb": "ListMetadataFormats", "identifier": "oai:x:y"}, "idDoesNotExist"),
    ({"verb": "ListRecords", "metadataPrefix": "rdf", "until": "1999-01-01"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "metadataPrefix": "rdf", "set": "cats"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListRecords", "resumptionToken": "W10"}, "badResumptionToken"),
    ({"verb": "GetRecord", "metadataPrefix": "rdf", "identifier": "oai:x:y"}, "idDoesNotExist"),
)  # fmt: skip
"""Each with its code."""
ALTERED: Final = {
    "a moment that is none": (b"<responseDate>2026", b"<responseDate>today 2026"),
    "an element of another name": (b"responseDate", b"answeredAt"),
    "an argument that there is not": (b"<request verb=", b"<request colour="),
    "a verb that there is not": (b'verb="ListRecords"', b'verb="ListAll"'),
    "an identifier with a blank": (b"<identifier>oai:", b"<identifier>oai :"),
    "a moment of no zone": (b"Z</datestamp>", b"</datestamp>"),
    "a set of no name": (b"<setSpec>dataset<", b"<setSpec>data set<"),
    "another state": (b"<header>", b'<header status="gone">'),
    "metadata of no other namespace": (b"oai_dc:dc", b"title"),
    "a sixteenth element": (b"dc:title", b"dc:heading"),
    "no header": (b"header>", b"about>"),
}
"""What in an answer is to be replaced by what, of ``ListRecords`` in Dublin Core."""

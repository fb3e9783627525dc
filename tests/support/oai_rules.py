"""The rules of OAI-PMH 2.0, by which answers are looked at; ``tests/data/oai-pmh`` says whence.

A folder with the files of openarchives.org, which may not stand in this repository, is named by
``OFFICINA_OAI_SCHEMAS``. Answers are then held against those files too.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

OWN: Final = Path(__file__).parents[1] / "data/oai-pmh"
FOLDER: Final = os.environ.get("OFFICINA_OAI_SCHEMAS", "")
# What openarchives.org and dublincore.org name of each other, and what may stand in a record.
IMPORTED: Final = {
    "http://www.openarchives.org/OAI/2.0/": "OAI-PMH.xsd",
    "http://www.openarchives.org/OAI/2.0/oai_dc/": "oai_dc.xsd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf.xsd",
}


def faults_of(answer: bytes) -> list[str]:
    """What is wrong with an answer, with its line; nothing where it keeps to the rules."""
    return _told(_rules(), answer) + (official_faults_of(answer) if FOLDER else [])


def official_faults_of(answer: bytes) -> list[str]:
    """The same by the files of openarchives.org alone."""
    return _told(_official_rules(), answer)


def _told(rules: etree.XMLSchema, answer: bytes) -> list[str]:
    is_right = rules.validate(etree.fromstring(answer))
    return [] if is_right else [f"{one.line}: {one.message}" for one in rules.error_log]


@lru_cache(maxsize=1)
def _rules() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(OWN / "answer.xsd"))


@lru_cache(maxsize=1)
def _official_rules() -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(_FromFolder())
    imports = "".join(
        f'<import namespace="{space}" schemaLocation="http://schemas.invalid/{name}"/>'
        for space, name in IMPORTED.items()
    )
    whole = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(whole, parser))


class _FromFolder(etree.Resolver):
    """Files by their last name, so that nothing is fetched.

    ``rdf.xsd`` and the ``xml.xsd`` of W3C are those written here where the folder has none.
    """

    def resolve(self, address: str, _public: str, context: object) -> object:
        name = Path(urlsplit(address).path).name
        official = Path(FOLDER, name)
        is_ours = name in {"rdf.xsd", "xml.xsd"} and not official.exists()
        return self.resolve_filename(str(OWN / name if is_ours else official), context)

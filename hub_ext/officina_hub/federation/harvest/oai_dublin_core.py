"""Simple Dublin Core of OAI-PMH (oai_dc) as a dataset or a training, by what its type says."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from officina_hub.catalogue.readers.authority import access_of, language_of
from officina_hub.catalogue.readers.draft import Draft, Tagged
from officina_hub.catalogue.readers.identity import handle_of, is_address
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.outcome import Read, Refused
from officina_widgets.catalogue.records import Dataset, Training

DC: Final = "{http://purl.org/dc/elements/1.1/}"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
TRAINING: Final = re.compile(
    r"learn|lesson|course|tutorial|training|lecture|teach|workshop|event|educat|interactive",
    re.IGNORECASE,
)
DATA: Final = re.compile(r"data|collection|image|sound|moving", re.IGNORECASE)
NEITHER: Final = (
    "its dc:type is {types}, which is neither a dataset nor something to learn from, so it was not "
    "taken; give it dc:type Dataset or LearningResource, or offer a set of such records"
)


def read_dublin_core(element: ET.Element, identifier: str) -> Read:
    """The record; its name is the identifier by which the repository takes it back, too."""
    types = _all(element, "type")
    is_training = any(TRAINING.search(each[:200]) for each in types)
    if not is_training and types and not any(DATA.search(each[:200]) for each in types):
        return Refused(identifier, NEITHER.format(types=", ".join(types)[:100]), identifier)
    draft = Draft(Limits())
    model = Training if is_training else Dataset
    return outcome(
        model, draft, identifier, by=lambda: _into(draft, element, identifier, is_training)
    )


def _into(draft: Draft, element: ET.Element, identifier: str, is_training: object) -> None:
    draft.put("iri", identifier)
    draft.words("title", _tagged(element, "title"))
    draft.words("description", _tagged(element, "description"))
    draft.shorts("keywords", _all(element, "subject"))
    draft.codes("languages", _all(element, "language"), language_of)
    names = _all(element, "identifier")
    addresses = [
        one for one in (each if is_address(each) else handle_of(each) for each in names) if one
    ]
    draft.address("landing_page", addresses[0] if addresses else None)
    draft.shorts("identifiers", [identifier, *names])
    publisher = draft.line("publisher", next(iter(_all(element, "publisher")), None))
    draft.put("publisher", {"name": publisher} if publisher else None)
    people = draft.bounded("creator", _all(element, "creator"))
    named = [{"name": name} for each in people if (name := draft.line("creator", each))]
    draft.put("authors" if is_training else "creator", named)
    rights = _all(element, "rights")
    draft.put("access_rights", next((code for each in rights if (code := _access(each))), None))
    licence = next((each for each in rights if not _access(each)), None)
    draft.short("licence", licence_of(licence) if licence else None)
    days = _all(element, "date")
    draft.day("issued", days[0] if days else None)


def _access(raw: str) -> str | None:
    word = raw.rpartition("/")[2].lower()
    by_word = {
        "openaccess": "PUBLIC",
        "restrictedaccess": "RESTRICTED",
        "closedaccess": "NON_PUBLIC",
    }
    return by_word.get(word) or access_of(raw)


def _tagged(element: ET.Element, name: str) -> list[Tagged]:
    return [
        Tagged(each.text.strip(), each.get(LANG))
        for each in element.iter(DC + name)
        if each.text and each.text.strip()
    ]


def _all(element: ET.Element, name: str) -> list[str]:
    return [each.text for each in _tagged(element, name)]

"""OAI-PMH by the schema of openarchives.org itself, which is no file of this repository."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from catalogue_samples import CURATOR, Lorry, dataset, key
from find_samples import ALL, OFFICE
from oai_questions import ALTERED, WRONG_QUESTIONS
from oai_rules import FOLDER, faults_of, official_faults_of

from officina_hub.catalogue.arriving import Arriving
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.pages import oai as handler
from officina_hub.portal.store.catalogue_curating import set_state

OAI = "{http://www.openarchives.org/OAI/2.0/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
needs_the_schema = pytest.mark.skipif(
    not FOLDER,
    reason="OFFICINA_OAI_SCHEMAS names no folder with OAI-PMH.xsd, oai_dc.xsd and "
    "simpledc20021212.xsd of openarchives.org; docs/reference/federation.md says how",
)


@pytest.fixture
def stocked(house):
    """A course, and a record of each kind that others describe; one is withdrawn."""
    Lorry(house.portal.database).load(*(dataset(name) for name in ("rain", "snow", "wind")))
    arriving = (Arriving(record, f"line {number}") for number, record in enumerate(ALL, 1))
    Loader(house.portal.database, OFFICE, CURATOR, LoadOptions()).load(arriving)
    with house.portal.database.writing() as session:
        set_state(session, key("snow"), "withdrawn", CURATOR)
    return house


async def answers(house):
    """Every verb, in both forms, in parts, and of each identifier; then every error."""
    asked = [{"verb": "Identify"}, {"verb": "ListSets"}, {"verb": "ListMetadataFormats"}]
    for verb in ("ListIdentifiers", "ListRecords"):
        asked += [{"verb": verb, "metadataPrefix": form} for form in ("oai_dc", "rdf")]
    asked += [
        {"verb": "ListRecords", "metadataPrefix": "rdf", "from": "2026-01-01",
         "until": "2026-12-31", "set": "dataset"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc",
         "from": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z"},
        *(question for question, _ in WRONG_QUESTIONS),
    ]  # fmt: skip
    for question in asked:
        found = (await house.fetch_page(f"oai?{urlencode(question, doseq=True)}")).content
        yield question, found
        root = ET.fromstring(found)
        for token in root.iter(f"{OAI}resumptionToken"):
            if token.text:
                asked.append({"verb": question["verb"], "resumptionToken": token.text})
        if question.get("verb") == "ListIdentifiers":
            asked += [
                {"verb": "GetRecord", "metadataPrefix": form, "identifier": one.text}
                for one in root.iter(f"{OAI}identifier")
                for form in ("oai_dc", "rdf")
            ]


@needs_the_schema
async def test_every_answer_passes_the_schema_of_the_protocol(stocked, monkeypatch):
    monkeypatch.setattr(handler, "RECORDS_OF_A_PART", 3)
    seen = []
    async for question, answer in answers(stocked):
        assert official_faults_of(answer) == [], question
        seen.append(ET.fromstring(answer))
    parts = {part.tag.removeprefix(OAI) for root in seen for part in root[2:]}
    assert parts >= {"Identify", "ListSets", "ListMetadataFormats", "ListIdentifiers",
                     "ListRecords", "GetRecord", "error"}  # fmt: skip
    codes = {error.get("code") for root in seen for error in root.iter(f"{OAI}error")}
    assert codes == {code for _, code in WRONG_QUESTIONS}
    assert any(
        head.get("status") == "deleted" for root in seen for head in root.iter(f"{OAI}header")
    )
    assert any(one.text for root in seen for one in root.iter(f"{OAI}resumptionToken"))


@needs_the_schema
async def test_the_schema_of_the_protocol_refuses_what_is_wrong(house):
    """Else the folder may hold what lets everything pass."""
    Lorry(house.portal.database).load(dataset("rain"))
    question = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "dataset"}
    answer = (await house.fetch_page(f"oai?{urlencode(question)}")).content
    assert official_faults_of(answer) == []
    for case, (right, wrong) in ALTERED.items():
        assert official_faults_of(answer.replace(right, wrong)), case


@pytest.mark.parametrize("form", ["oai_dc", "rdf"])
async def test_metadata_say_by_which_schema_they_are_read(stocked, form):
    """The protocol's section 2.5 asks for it, and the schema for strict reading."""
    question = {"verb": "ListRecords", "metadataPrefix": form}
    answer = (await stocked.fetch_page(f"oai?{urlencode(question)}")).content
    assert faults_of(answer) == []
    formats = ET.fromstring((await stocked.fetch_page("oai?verb=ListMetadataFormats")).content)
    (told,) = (
        f"{one.findtext(OAI + 'metadataNamespace')} {one.findtext(OAI + 'schema')}"
        for one in formats.iter(f"{OAI}metadataFormat")
        if one.findtext(f"{OAI}metadataPrefix") == form
    )
    held = [one[0] for one in ET.fromstring(answer).iter(f"{OAI}metadata")]
    assert held
    assert {one.get(f"{XSI}schemaLocation") for one in held} == {told}

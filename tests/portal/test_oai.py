"""OAI-PMH 2.0: each answer by the protocol's rules, with its errors, tokens and deletions."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from catalogue_samples import CURATOR, Lorry, dataset, key
from oai_questions import ALTERED, WRONG_QUESTIONS
from oai_rules import faults_of

from officina_hub.portal.pages import oai as handler
from officina_hub.portal.store.catalogue_curating import set_state

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def weather(house):
    """Three datasets, beside the course of the house."""
    Lorry(house.portal.database).load(*(dataset(name) for name in ("rain", "snow", "wind")))
    return house


async def asked(house, **arguments):
    answer = await house.fetch_page(f"oai?{urlencode(arguments, doseq=True)}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert faults_of(answer.content) == []
    return ET.fromstring(answer.content)


def texts(root, name):
    return [one.text for one in root.iter(f"{OAI}{name}")]


async def test_it_says_who_answers(weather):
    root = await asked(weather, verb="Identify")
    assert texts(root, "deletedRecord") == ["persistent"]
    assert texts(root, "granularity") == ["YYYY-MM-DDThh:mm:ssZ"]


async def test_forms_and_sets_are_told(weather):
    root = await asked(weather, verb="ListMetadataFormats")
    assert texts(root, "metadataPrefix") == ["oai_dc", "rdf"]
    assert "training" in texts(await asked(weather, verb="ListSets"), "setSpec")


@pytest.mark.parametrize("prefix", ["oai_dc", "rdf"])
async def test_a_list_in_parts_tells_each_record_once(weather, monkeypatch, prefix):
    monkeypatch.setattr(handler, "RECORDS_OF_A_PART", 2)
    root = await asked(weather, verb="ListRecords", metadataPrefix=prefix, set="dataset")
    found = texts(root, "identifier")
    (token,) = texts(root, "resumptionToken")
    assert all(len(one) == 1 for one in root.iter(f"{OAI}metadata"))
    rest = await asked(weather, verb="ListRecords", resumptionToken=token)
    assert texts(rest, "resumptionToken") == [None]
    found += texts(rest, "identifier")
    assert found == [f"oai:127.0.0.1:{key(name)}" for name in sorted(
        ("rain", "snow", "wind"), key=key)]  # fmt: skip


async def test_a_record_is_told_in_dublin_core(weather):
    name = f"oai:127.0.0.1:{key('rain')}"
    root = await asked(weather, verb="GetRecord", metadataPrefix="oai_dc", identifier=name)
    assert [one.text for one in root.iter(f"{DC}title")] == ["The rain", "Das rain"]
    assert [one.text for one in root.iter(f"{DC}type")] == ["Dataset"]


async def test_what_was_withdrawn_stays_as_deleted(weather):
    with weather.portal.database.writing() as session:
        set_state(session, key("rain"), "withdrawn", CURATOR)
    root = await asked(weather, verb="ListIdentifiers", metadataPrefix="oai_dc", set="dataset")
    states = {one.find(f"{OAI}identifier").text[-20:]: one.get("status")
              for one in root.iter(f"{OAI}header")}  # fmt: skip
    assert states == {key("rain"): "deleted", key("snow"): None, key("wind"): None}


@pytest.mark.parametrize(
    ("arguments", "code"), WRONG_QUESTIONS, ids=[f"{number:02}" for number in range(19)]
)
async def test_what_is_wrong_is_told_by_the_protocol_s_code(house, arguments, code):
    root = await asked(house, **arguments)
    (error,) = root.findall(f"{OAI}error")
    assert error.get("code") == code
    assert error.text


async def test_the_rules_refuse_what_is_wrong(weather):
    """Else an answer that keeps to them would show nothing."""
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "dataset"}
    answer = (await weather.fetch_page(f"oai?{urlencode(asked)}")).content
    assert faults_of(answer) == []
    for case, (right, wrong) in ALTERED.items():
        assert right in answer, case
        assert faults_of(answer.replace(right, wrong)), case

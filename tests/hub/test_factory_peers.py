"""Peers in factory.toml, and clear mistakes."""

from __future__ import annotations

import pytest

from officina_hub.errors import FactoryError
from officina_hub.factory import Factory, load_factory
from officina_hub.factory.examples import EXAMPLES

CITY = '[[peers]]\nid = "city"\nkind = "dcat-ap"\naddress = "https://data.example.org/c.ttl"\n'


def load(tmp_path, text: str) -> Factory:
    path = tmp_path / "factory.toml"
    path.write_text(text, encoding="utf-8")
    return load_factory(path)


def test_the_examples_of_peers_are_right(tmp_path):
    factory = load(tmp_path, "\n".join(each.toml for each in EXAMPLES["peers"]))
    assert [(peer.id, peer.source, peer.role) for peer in factory.peers] == [
        ("north", "peer-north", "north"),
        ("city", "peer-city", "city"),
        ("school", "peer-school", "school"),
        ("web", "peer-web", "web"),
        ("energy", "peer-energy", "energy"),
    ]
    assert [peer.name for peer in factory.peers][2] == "school"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('[[peers]]\nid = "city"', (":1", '[[peers]] "city": address is missing')),
        (CITY.replace("dcat-ap", "gopher"), (":3", "gopher", '"oai-pmh"', '"open-web-index"')),
        (CITY.replace('"city"', '"A city"'), (":2", "A city", "small letters")),
        (CITY.replace("https:", "ftp:"), (":4", "ftp://", "https://")),
        (CITY.replace("//data", "//me:secret@data"), (":4", "without a password")),
        (CITY + "every_minutes = 1", (":5", "every_minutes", "5 to 43200")),
        (CITY + 'root = "/a"', (":1", '[[peers]] "city"', "nothing else is signed")),
        (CITY.replace('kind = "dcat-ap"\n', ""), ('[[peers]] "city"', "federation trust")),
        (CITY.replace("https://data.example.org", ""), ('[[peers]] "city"', "open-web-index")),
        (CITY + CITY, (":6", "each id once, not city twice")),
        (CITY + 'colour = "red"', (":5", "colour is not a setting", "every_minutes")),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_may_stand_there(tmp_path, text, parts):
    with pytest.raises(FactoryError) as told:
        load(tmp_path, text)
    assert all(part in str(told.value) for part in parts), str(told.value)
    assert "secret" not in str(told.value)

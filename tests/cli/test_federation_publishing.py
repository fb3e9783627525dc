"""``officina federation …``: from nothing to a folder that a peer believes, and back to order."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from shutil import copytree

import pytest
from catalogue_samples import dataset
from federation_samples import HARVESTS, HOSTILE, keep_harvest
from folder_fetcher import FolderFetcher
from portal_house import empty_database
from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS
from shipped_release import publish_folder

from officina_courses.packages import new_key, read_private_key, verify_package
from officina_hub.catalogue.identity import record_id
from officina_hub.data_folder import DataFolder
from officina_hub.federation.feed import read_index, read_page
from officina_hub.federation.feed.harvest_log import NOT_FETCHED
from officina_hub.federation.trust import PeerFolder
from officina_hub.portal.db import Database
from officina_widgets.catalogue.records import Training

ADDRESS = "https://peer.example/federation/"
FACTORY = f"""\
format = 1
[factory]
name = "LUMI AI Factory"
id = "lumi"
contact = "help@lumi.example"
federation_address = "{ADDRESS}"
shared_courses = "all"
"""


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.portal.mkdir(parents=True)
    folder.portal_database.write_bytes(empty_database())
    folder.factory_toml.write_text(FACTORY)
    return folder


@pytest.fixture
def federation(officina, data):
    """The command over a data folder of its own."""

    def run(*argv, code=0):
        ran = officina("federation", *argv, "--data-dir", data.root)
        assert ran.exit_code == code, (ran.output, ran.exception)
        return ran

    return run


@pytest.fixture
def shared(federation, officina, data, tmp_path):
    """A folder with two records and the course of the tests, published once."""
    federation("init")
    march = tmp_path / "march.jsonl"
    march.write_text("\n".join(dataset(name).model_dump_json() for name in ("rain", "wind")))
    officina("catalogue", "load", march, "--data-dir", data.root)
    publish_folder(data)
    federation("publish")
    return data.federation / "published"


def reader(data, kept):
    folder = data.federation / "published"
    root = (folder / "metadata/1.root.json").read_bytes()
    return PeerFolder(
        kept, root=root, address=ADDRESS, factory="lumi", fetcher=FolderFetcher(folder)
    )


def test_a_peer_believes_what_was_published_and_gets_the_package(shared, data, tmp_path):
    peer = reader(data, tmp_path / "kept")
    files = peer.refresh()
    (package,) = [path for path in files if path.endswith(".course.zip")]
    peer.fetch(package, tmp_path / "package.zip")
    key = read_private_key(data.federation / "keys/lumi.pem").public
    facts = verify_package(tmp_path / "package.zip", {key.id: key})
    assert facts.signed_by == (key.id,)

    (page,) = read_index((shared / "lumi/feed/index.jsonld").read_bytes())
    events = list(read_page((shared / page.address.removeprefix(ADDRESS)).read_bytes()))
    by_iri = {one.iri: one.record for one in events}
    training = by_iri[f"{ADDRESS}lumi/courses/{facts.course.id}/"]
    assert isinstance(training, Training)
    assert training.package.sha256 == facts.sha256 == files[package].sha256
    assert training.package.address == f"{ADDRESS}{package}"
    assert (training.factory, training.course_id) == ("lumi", None)
    assert {"https://data.example/rain", "https://data.example/wind"} <= set(by_iri)


def test_publishing_again_changes_only_the_timestamp(shared, federation):
    def all_files():
        return {path: path.read_bytes() for path in shared.rglob("*") if path.is_file()}

    before = all_files()
    told = json.loads(federation("publish", "--json").stdout)
    after = all_files()
    assert [path.name for path in after if before.get(path) != after[path]] == ["timestamp.json"]
    assert set(before) == set(after)
    assert (told["created"], told["updated"], told["deleted"], told["signed"]) == (0, 0, 0, False)


def test_every_page_of_the_catalogue_is_rdf_that_names_all(shared):
    graph = Graph().parse(shared / "lumi/catalogue/000001.ttl", format="turtle")
    same = Graph().parse(shared / "lumi/catalogue/000001.jsonld", format="json-ld")
    asked = "SELECT ?title WHERE { ?it <http://purl.org/dc/terms/title> ?title }"
    titles = {str(row[0]) for row in graph.query(asked)}
    assert {"The rain", "The wind", "Catalogue of LUMI AI Factory"} <= titles
    assert {str(row[0]) for row in same.query(asked)} == titles


def test_the_catalogue_passes_dcat_ap_s_own_shapes(shared):
    shapes = Path(str(files("officina_hub.catalogue"))) / "shapes/mandatory.ttl"
    graph = Graph().parse(shared / "lumi/catalogue/000001.ttl", format="turtle")
    conforms, _, told = validate(graph, shacl_graph=str(shapes), inference="none")
    assert conforms, told
    # Else the shapes might look at nothing of it.
    rain = URIRef("https://data.example/rain")
    graph.remove((rain, DCTERMS.title, None))
    conforms, _, told = validate(graph, shacl_graph=str(shapes), inference="none")
    assert not conforms
    assert "https://data.example/rain" in told


def test_the_page_of_a_course_tells_machines_what_it_is_and_where_its_package_lies(shared):
    """``federation/test_course_markup.py`` has what Bioschemas' profiles ask for."""
    (page,) = shared.glob("lumi/courses/*/index.html")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text(), re.S)
    markup = json.loads(found[1])
    assert markup["dct:conformsTo"]["@id"].endswith("/Course/1.0-RELEASE")
    assert markup["encoding"]["sha256"]
    assert f"<loc>{markup['@id']}</loc>" in (shared / "lumi/sitemap.xml").read_text()


def test_a_part_that_is_here_already_is_not_taken_twice(shared, federation, tmp_path):
    """``federation/test_drafts.py`` has what is taken, and what is not."""
    copytree(shared, tmp_path / "copy")
    told = json.loads(federation("take", "lumi", tmp_path / "copy", "--json").stdout)
    assert told["is_new"] is False


def test_what_is_withdrawn_is_told_and_gone(shared, federation, officina, data):
    rain = record_id("march", "https://data.example/rain")
    ran = officina("catalogue", "withdraw", rain, "--data-dir", data.root)
    assert ran.exit_code == 0, ran.output
    told = json.loads(federation("publish", "--json").stdout)
    assert (told["created"], told["deleted"]) == (0, 1)
    assert "The rain" not in (shared / "lumi/catalogue/000001.ttl").read_text()


def test_the_provider_reads_what_was_taken_and_refused_of_it(shared, federation, data):
    told_of = "".join(
        f'[[peers]]\nid = "{peer.id}"\nkind = "{peer.kind}"\naddress = "{peer.address}"\n'
        + (f'root = "{peer.root}"\n' if peer.root else "")
        + ("private_network = true\n" if peer.private_network else "")
        for peer, _ in HARVESTS
    )
    data.factory_toml.write_text(FACTORY + told_of)
    database = Database(f"sqlite:///{data.portal_database}")
    with database.writing() as session:
        for peer, report in HARVESTS:
            keep_harvest(session, peer, report)
    database.close()
    federation("publish")
    logs = {path.stem: json.loads(path.read_text()) for path in shared.glob("lumi/harvest-log/*")}
    assert set(logs) == {"north", "city", "pages"}  # and not the one of a private network
    north, city, pages = logs["north"], logs["city"], logs["pages"]
    assert (north["verdict"], north["figures"]["added"]) == ("fresh", 7)
    assert north["rejected"][0]["reason"].startswith(f"its title is {HOSTILE}")
    assert "120 seconds" in city["why"]
    assert "detail" not in city  # an error's own words may name what is here
    # What the way there was like is not for everybody, nor is a key in a query.
    assert pages["address"] == "https://pages.example.org/sitemap.xml"
    assert "10.1.2.3" not in json.dumps(pages)
    assert "/etc/" not in json.dumps(pages)
    assert "secret" not in json.dumps(pages)
    assert [(each["where"], each["reason"]) for each in pages["rejected"]] == [
        ("https://intranet/", NOT_FETCHED),
        ("https://pages.example.org/sitemap.xml, line 3", "it is no address"),
    ]

    files = reader(data, data.root.parent / "kept").refresh()
    assert "lumi/harvest-log/north.json" in files
    data.factory_toml.write_text(FACTORY)
    federation("publish")
    assert not list(shared.glob("lumi/harvest-log/*"))


def test_courses_are_not_given_away_unless_they_are_named(federation, data):
    data.factory_toml.write_text(FACTORY.replace('shared_courses = "all"\n', ""))
    federation("init")
    publish_folder(data)
    federation("publish")
    published = data.federation / "published"
    assert list(published.glob("lumi/courses/*/index.html"))
    assert not list(published.rglob("*.course.zip"))


def test_the_status_tells_what_to_do(shared, federation, data):
    told = json.loads(federation("status", "--json").stdout)
    assert {one["role"]: one["state"] for one in told["roles"]} == {
        "root": "holds",
        "targets": "holds",
        "snapshot": "holds",
        "timestamp": "holds",
        "factory-lumi": "holds",
    }
    assert "timestamp: version 1, until" in federation("status").stdout


def test_a_rotated_key_is_believed_by_whoever_knew_the_first_root(
    shared, federation, data, tmp_path
):
    peer = tmp_path / "kept"
    reader(data, peer).refresh()
    for role in ("timestamp", "lumi", "root"):
        federation("rotate", role)
    federation("publish")
    assert reader(data, peer).refresh()


def test_two_of_three_roots_agree_with_keys_of_other_places(federation, data, tmp_path):
    keys = [new_key(tmp_path / f"{name}.pem") for name in ("anna", "ben", "carla")]
    chosen = [part for key in keys for part in ("--root-key", key.public.hex)]
    said = federation("init", *chosen, "--threshold", "2").stdout
    assert "waits for 2 more" in said
    draft = next((data.federation / "drafts").glob("1.root.json"))
    refused = str(federation("publish", code=1).exception)
    assert "has no root, or none that enough keys have signed" in refused
    for name in ("anna", "carla"):
        sign(federation, draft, tmp_path / f"{name}.pem")
    assert "1.root.json has all signatures: run officina federation publish" in (
        federation("status").stdout
    )
    vtt = new_key(tmp_path / "vtt.pem").public.hex
    assert "vtt may sign with" in federation("admit", "vtt", vtt).stdout
    federation("publish")
    assert reader(data, tmp_path / "kept").refresh()


def sign(federation, draft, key):
    """Without a data folder, as on a machine without network."""
    from click.testing import CliRunner

    from officina_hub.cli.main import cli

    arguments = ["federation", "keys", "sign", str(draft), "--key", str(key)]
    ran = CliRunner().invoke(cli, arguments)
    assert "1 signatures were added" in ran.output


def test_another_factory_is_admitted_and_removed(shared, federation, tmp_path):
    key = new_key(tmp_path / "vtt.pem")
    federation("admit", "vtt", key.public.hex)
    federation("publish")
    assert "vtt" in (shared / "index.html").read_text()
    federation("remove", "vtt")
    federation("publish")
    assert "vtt" not in (shared / "index.html").read_text()


@pytest.mark.parametrize(
    ("before", "command", "said"),
    [
        ((), ("publish",), "has no root"),
        ((), ("status",), "has no root"),
        ((("init",),), ("init",), "has a root already"),
        ((("init",),), ("admit", "../x", "00" * 32), "no id of a factory"),
        ((("init",),), ("admit", "vtt", "0x"), "cannot be read"),
        ((("init",),), ("rotate", "vtt"), "is not admitted"),
        ((("init",),), ("rotate", "root", "--old", "00"), "is no key of root"),
        ((), ("init", "--threshold", "2"), "cannot agree"),
    ],
    ids=["nothing", "status", "twice", "id", "key", "who", "which", "threshold"],
)
def test_what_cannot_be_is_said(federation, before, command, said):
    for each in before:
        federation(*each)
    assert said in str(federation(*command, code=1).exception)


def test_without_an_address_nothing_is_published(federation, data):
    data.factory_toml.write_text('format = 1\n[factory]\nname = "X"\nid = "lumi"\n')
    federation("init")
    assert "federation_address" in str(federation("publish", code=1).exception)

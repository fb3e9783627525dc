"""``officina factory check``: a published folder on a web server, looked at from outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from portal_house import empty_database
from shipped_release import publish_folder
from web_folder import served

from officina_hub.cli.main import cli
from officina_hub.data_folder import DataFolder
from officina_hub.federation.feed.profile import read_profile
from officina_hub.portal.checking_factories import OURS
from officina_hub.portal.db import Database
from officina_hub.portal.store.federation_checks import last_checks

FACTORY = """\
format = 1
[factory]
name = "LUMI AI Factory"
id = "lumi"
contact = "help@lumi.example"
federation_address = "{address}/federation/"
shared_courses = "all"
[service_levels]
availability_percent = 99.5
support_languages = ["fi", "en"]
[[profiles]]
name = "gpu"
title = "One GPU"
place = "slurm"
cluster = "lumi"
partition = "small-g"
gpus = 1
gpu_type = "mi250x"
accounts = ["project_1"]
[[clusters]]
name = "lumi"
"""


def run(*argv):
    ran = CliRunner().invoke(cli, [str(each) for each in argv])
    assert ran.exit_code == 0, (ran.output, ran.exception)


OAI = """\
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><Identify>
<repositoryName>LUMI</repositoryName><protocolVersion>2.0</protocolVersion>
</Identify></OAI-PMH>"""


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A hub's public part on a web server of its own, published once; gives address and folder."""
    home = tmp_path_factory.mktemp("factory")
    web = home / "web"
    web.mkdir()
    with served(web) as address:
        data = DataFolder(home / "data")
        data.portal.mkdir(parents=True)
        data.portal_database.write_bytes(empty_database())
        data.factory_toml.write_text(FACTORY.format(address=address))
        run("federation", "init", "--data-dir", data.root)
        publish_folder(data)
        run("federation", "publish", "--data-dir", data.root)
        shutil.copytree(data.federation / "published", web / "federation")
        (web / "oai").write_text(OAI)
        yield address, web


def looked(officina, address, *more, code=1):
    ran = officina("factory", "check", address, "--private-network", "--json", *more)
    assert ran.exit_code == code, (ran.output, ran.exception)
    return {item["id"]: item for item in json.loads(ran.stdout)["items"]}


def test_a_factory_in_order_misses_only_what_it_lacks(officina, first):
    address, web = first
    root = web / "federation/metadata/1.root.json"
    items = looked(officina, address, "--root", root)
    missed = {name for name, item in items.items() if item["state"] != "met"}
    assert missed == {"tls"}, {name: items[name]["found"] for name in missed}
    assert "certificate" in items["tls"]["todo"]
    assert items["bioschemas"]["found"] == "1 pages looked at"


def test_its_profile_tells_sessions_and_promises_but_no_accounts(first):
    _, web = first
    text = (web / "federation/lumi/profile.json").read_text()
    profile = read_profile(text.encode())
    (session,) = profile.sessions
    assert (session.partition, session.gpu_type, session.gpus) == ("small-g", "mi250x", 1)
    assert profile.service_levels.availability_percent == 99.5
    assert "project_1" not in text


def test_it_and_its_peers_are_looked_at_and_kept(officina, first):
    address, web = first
    data = DataFolder(web.parent / "data")
    root, gone = web / "federation/metadata/1.root.json", address.rpartition(":")[0] + ":9"
    facts = data.factory_toml.read_text()
    for name, where in (("again", address), ("gone", gone)):
        facts += f'[[peers]]\nid = "{name}"\naddress = "{where}/federation/"\n'
        facts += f'root = "{root}"\nfactory = "lumi"\nprivate_network = true\n'
    data.factory_toml.write_text(facts)
    ran = officina("federation", "check", "--json", "--data-dir", data.root)
    assert ran.exit_code == 1, (ran.output, ran.exception)
    own, again, gone = json.loads(ran.stdout)
    for one in (own, again):
        missed = {item["id"] for item in one["report"]["items"] if item["state"] != "met"}
        assert missed == {"tls"}
    assert gone["report"] is None
    database = Database(f"sqlite:///{data.portal_database}")
    with database.reading() as session:
        kept = last_checks(session)
    database.close()
    assert kept[OURS].report.model_dump(mode="json") == own["report"]
    assert kept["gone"].why == gone["why"]


def test_the_folder_s_own_address_will_do_and_without_a_root_signatures_stay_open(officina, first):
    address, _ = first
    items = looked(officina, f"{address}/federation/")
    assert items["signed"]["state"] == "open"
    ran = officina("factory", "check", address, "--private-network")
    assert ran.exit_code == 1
    assert "9 met, 1 missed, 1 open." in ran.stdout


@pytest.fixture
def damaged(first):
    """To write over files of the folder; all is as before afterwards."""
    _, web = first
    kept: dict[Path, bytes | None] = {}

    def write(path, change):
        file = web / path
        kept[file] = file.read_bytes() if file.exists() else None
        file.write_text(change(file.read_text() if file.exists() else ""))

    yield write
    for file, data in kept.items():
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)


PAGE = "federation/lumi/courses/*/index.html"


@pytest.mark.parametrize(
    ("path", "change", "missed", "found"),
    [
        ("federation/index.html", lambda text: text.replace("<html lang=", "<html data-x="),
         "accessible", "no lang"),
        (PAGE, lambda text: text.replace("<h1>", "<h2>"), "accessible", "0 h1"),
        (PAGE, lambda text: text.replace('"keywords"', '"words"'), "bioschemas", "lacks keywords"),
        ("federation/lumi/profile.json", lambda text: text.replace('"contact"', '"phone"'),
         "profile", "not told: contact"),
        ("federation/lumi/feed/index.jsonld", lambda _: "{}", "feed", "names no page"),
        ("robots.txt", lambda _: "User-agent: *\nDisallow: /federation/", "sitemap", "bars 1 of 1"),
        ("oai", lambda _: "<html>", "oai-pmh", "no XML"),
        ("federation/metadata/timestamp.json",
         lambda text: text.replace('"expires": "2', '"expires": "1'), "fresh", "ended at"),
    ],
    ids=["language", "heading", "bioschemas", "profile", "feed", "robots", "oai", "expired"],
)  # fmt: skip
def test_what_is_missed_is_named(officina, first, damaged, path, change, missed, found):
    address, web = first
    (file,) = [one.relative_to(web) for one in web.glob(path)] or [path]
    damaged(file, change)
    item = looked(officina, address)[missed]
    assert item["state"] == "missed"
    assert found in item["found"]


def test_changed_files_are_no_longer_what_the_root_s_keys_signed(officina, first, damaged):
    address, web = first
    root = web / "federation/metadata/1.root.json"
    damaged(
        "federation/metadata/timestamp.json", lambda text: text.replace('"sig": "', '"sig": "00')
    )
    assert looked(officina, address, "--root", root)["signed"]["state"] == "missed"


def test_an_address_without_a_folder_is_told(officina, first):
    address, _ = first
    ran = officina("factory", "check", f"{address}/elsewhere", "--private-network")
    assert "Nothing is published for other factories" in str(ran.exception)

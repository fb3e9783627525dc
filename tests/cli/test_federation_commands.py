"""``officina federation …``: peers are harvested, shown, and believed when somebody says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from harvest_hand import Site, site, turtle
from portal_house import empty_database
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import Metadata, Root

from officina_courses.packages.keys import PrivateKey
from officina_hub.data_folder import DataFolder

HERE = "127.0.0.1"


@pytest.fixture
def data(tmp_path):
    data = DataFolder(tmp_path / "data")
    data.portal.mkdir(parents=True)
    data.portal_database.write_bytes(empty_database())
    return data


@pytest.fixture
def federation(officina, data):
    """The command over a data folder of its own."""
    return lambda *argv: officina("federation", *argv, "--data-dir", data.root)


def name_peers(data: DataFolder, peer: Site) -> None:
    data.factory_toml.write_text(
        "".join(
            f'[[peers]]\nid = "{name}"\nkind = "dcat-ap"\naddress = "{peer.address(path)}"\n'
            "private_network = true\n"
            for name, path in (("city", "/c.ttl"), ("gone", "/gone.ttl"))
        )
    )


def test_a_peer_is_harvested_and_shown_in_a_table(federation, officina, data):
    with site(
        {"/c.ttl": turtle("rain", "wind", more="<https://x.example/> a dcat:Datset .")}, host=HERE
    ) as peer:
        name_peers(data, peer)
        assert "never harvested" in federation("peers").stdout
        ran = federation("harvest", "city", "--dry-run")
        assert "nothing was written" in ran.stdout
        ran = federation("harvest", "city")
    assert ran.exit_code == 0, ran.output
    row = next(line for line in ran.stdout.splitlines() if line.startswith("city"))
    assert row.split() == ["city", "fresh", "3", "2", "0", "0", "1"]
    assert "did you mean dcat:Dataset?" in ran.stdout
    assert "fresh" in federation("peers").stdout
    assert "The rain" in officina("catalogue", "show", "rain", "--data-dir", data.root).stdout


def test_a_peer_that_cannot_be_read_stops_no_other(federation, data):
    with site({"/c.ttl": turtle("rain")}, host=HERE) as peer:
        name_peers(data, peer)
        ran = federation("harvest", "--all", "--json")
    assert ran.exit_code == 1
    first, second = json.loads(ran.stdout)
    assert (first["verdict"], first["figures"]["added"]) == ("fresh", 1)
    assert (second["verdict"], second["figures"]["processed"]) == ("unreachable", 0)
    assert "404" in second["why"]
    assert second["left_out"] == ""


def test_what_was_found_in_the_place_of_a_factory_is_shown(federation, data):
    """Its own root names a key by the id of another, which nobody would see in the verdict."""
    signer, root = new_signer(), Root(expires=datetime(2030, 1, 1, tzinfo=UTC))
    root.add_key(SSlibKey("f" * 64, "ed25519", "ed25519", signer.public_key.keyval), "root")
    file = data.root / "north.root.json"
    file.write_bytes(Metadata(root).to_bytes())
    data.factory_toml.write_text(
        f'[[peers]]\nid = "north"\naddress = "https://north.example.org/f/"\nroot = "{file}"\n'
    )
    shown = federation("harvest", "north").stdout
    assert "The file root.json of north is not what its signature says." in shown
    assert f"what was found: the key {'f' * 64} is not the one of that id" in shown
    assert "only a part" not in shown


def test_who_is_no_peer_and_nobody_at_all_are_told(federation, data):
    data.factory_toml.write_text("")
    assert "Add a [[peers]] table" in federation("peers").stdout
    assert "No peer was named" in str(federation("harvest").exception)
    assert "'north' is no peer" in str(federation("harvest", "north").exception)


def new_signer() -> CryptoSigner:
    """A key whose id is its own SHA-256, as all of a factory's are."""
    return PrivateKey(Ed25519PrivateKey.generate()).signer


def test_a_root_is_shown_before_it_is_written(officina, tmp_path):
    signer = new_signer()
    root = Root(expires=datetime(2030, 1, 1, tzinfo=UTC))
    for role in ("root", "timestamp", "snapshot", "targets"):
        root.add_key(signer.public_key, role)
    signed = Metadata(root)
    signed.sign(signer)
    file = tmp_path / "north.root.json"
    with site({"/f/metadata/1.root.json": signed.to_bytes()}, host=HERE) as peer:
        argv = ("federation", "trust", peer.address("/f/"), "--private-network")
        shown = officina(*argv)
        assert "Nothing was written" in shown.stdout
        keyid = signer.public_key.keyid
        assert keyid[:4] + " " + keyid[4:8] in shown.stdout
        assert not file.exists()
        assert officina(*argv, "--into", file).exit_code == 0
        assert Metadata.from_bytes(file.read_bytes()).signed.version == 1
        assert "is there already" in str(officina(*argv, "--into", file).exception)


def a_root(version: int, *signers: CryptoSigner, keys: tuple[CryptoSigner, ...]) -> bytes:
    """Of these keys, signed by those."""
    root = Root(version=version, expires=datetime(2030, 1, 1, tzinfo=UTC))
    for key in keys:
        for role in ("root", "timestamp", "snapshot", "targets"):
            root.add_key(key.public_key, role)
    signed = Metadata(root)
    for each in signers:
        signed.sign(each, append=True)
    return signed.to_bytes()


def test_after_a_rotation_the_newest_root_is_shown_and_written(officina, tmp_path):
    old, new, stranger = new_signer(), new_signer(), new_signer()
    pages = {
        "/f/metadata/1.root.json": a_root(1, old, keys=(old,)),
        "/f/metadata/2.root.json": a_root(2, old, new, keys=(new,)),
    }
    file = tmp_path / "north.root.json"
    with site(pages, host=HERE) as peer:
        argv = ("federation", "trust", peer.address("/f/"), "--private-network", "--into", file)
        ran = officina(*argv, "--json")
    told = json.loads(ran.stdout)
    assert (told["version"], told["is_over"]) == (2, False)
    assert {key["id"] for key in told["keys"]} == {new.public_key.keyid}
    assert Metadata.from_bytes(file.read_bytes()).signed.version == 2
    # The old key alone, or a stranger's, names no new one.
    for forged in (a_root(2, old, keys=(stranger,)), a_root(2, stranger, keys=(stranger,))):
        with site({**pages, "/f/metadata/2.root.json": forged}, host=HERE) as peer:
            ran = officina("federation", "trust", peer.address("/f/"), "--private-network")
        assert "those of the root before have signed" in str(ran.exception)


def test_a_root_that_ended_is_told_so(officina):
    signer = new_signer()
    root = Root(expires=datetime(2020, 1, 1, tzinfo=UTC))
    root.add_key(signer.public_key, "root")
    signed = Metadata(root)
    signed.sign(signer)
    with site({"/f/metadata/1.root.json": signed.to_bytes()}, host=HERE) as peer:
        ran = officina("federation", "trust", peer.address("/f/"), "--private-network")
    assert "which ended on 2020-01-01" in ran.stdout


def test_no_draft_is_signed_in_which_a_key_has_anothers_id(officina, tmp_path):
    known, stranger = new_signer(), Ed25519PrivateKey.generate()
    public = {"public": stranger.public_key().public_bytes_raw().hex()}
    root = Root(expires=datetime(2030, 1, 1, tzinfo=UTC))
    root.add_key(SSlibKey(known.public_key.keyid, "ed25519", "ed25519", public), "root")
    file, key = tmp_path / "2.root.json", tmp_path / "anna.pem"
    file.write_bytes(Metadata(root).to_bytes())
    assert officina("course", "key", "new", key).exit_code == 0
    before = file.read_bytes()
    ran = officina("federation", "keys", "sign", file, "--key", key)
    assert "has another id" in str(ran.exception)
    assert file.read_bytes() == before
    own = Root(expires=datetime(2030, 1, 1, tzinfo=UTC))
    own.add_key(known.public_key, "root")
    file.write_bytes(Metadata(own).to_bytes())
    ran = officina("federation", "keys", "sign", file, "--key", key)
    assert "1 signatures were added" in ran.stdout
    assert known.public_key.keyid[:4] in ran.stderr


def test_what_is_no_root_or_signed_by_others_is_refused(officina):
    signer, other = new_signer(), new_signer()
    root = Root(expires=datetime(2030, 1, 1, tzinfo=UTC))
    root.add_key(signer.public_key, "root")
    forged = Metadata(root)
    forged.sign(other)
    pages = {"/a/metadata/1.root.json": b"{}", "/b/metadata/1.root.json": forged.to_bytes()}
    with site(pages, host=HERE) as peer:
        for path in ("/a/", "/b/"):
            argv = ("federation", "trust", peer.address(path), "--private-network")
            assert "no root that its own keys have signed" in str(officina(*argv).exception)
        ran = officina("federation", "trust", peer.address("/a/"))
        assert "private network" in str(ran.exception)


def test_a_strangers_key_under_a_known_id_is_refused(officina, tmp_path):
    known, stranger = new_signer(), Ed25519PrivateKey.generate()
    public = {"public": stranger.public_key().public_bytes_raw().hex()}
    posing = SSlibKey(known.public_key.keyid, "ed25519", "ed25519", public)
    root = Root(expires=datetime(2030, 1, 1, tzinfo=UTC))
    for role in ("root", "timestamp", "snapshot", "targets"):
        root.add_key(posing, role)
    forged = Metadata(root)
    forged.sign(CryptoSigner(stranger, posing))
    file = tmp_path / "north.root.json"
    with site({"/f/metadata/1.root.json": forged.to_bytes()}, host=HERE) as peer:
        argv = ("federation", "trust", peer.address("/f/"), "--private-network", "--into", file)
        ran = officina(*argv)
    assert "has another id" in str(ran.exception)
    assert not file.exists()

"""Whether a peer's folder is believed: each known attack, and each accident, by its own name."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from securesystemslib.signer import Signature, SSlibKey
from signed_folder import NOW, SignedFolder
from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient._internal import trusted_metadata_set as tuf_set

from officina_courses.packages.keys import PublicKey, new_key
from officina_hub.errors import OfficinaError
from officina_hub.federation.trust import Keyring, NotTrusted, Verdict, drafts, peer
from officina_hub.federation.trust.verdicts import sayings_of


@pytest.fixture
def signed(tmp_path):
    folder = SignedFolder(tmp_path / "a")
    folder.publish("one")
    return folder


def refused(reader):
    with pytest.raises(NotTrusted) as caught:
        reader.refresh()
    return caught.value


def metadata(signed, name):
    return signed.folder / "metadata" / name


def test_what_is_signed_is_believed_and_fetched(signed, tmp_path):
    reader = signed.reader()
    files = reader.refresh()
    assert list(files) == ["lumi/profile.json"]
    reader.fetch("lumi/profile.json", tmp_path / "profile")
    assert (tmp_path / "profile").read_text() == "one"


def test_only_what_changed_is_signed_anew_but_for_the_timestamp(signed):
    before = {path.name: path.read_bytes() for path in metadata(signed, "").iterdir()}
    signed.publish("one")
    after = {path.name: path.read_bytes() for path in metadata(signed, "").iterdir()}
    assert [name for name in after if before.get(name) != after[name]] == ["timestamp.json"]


def test_a_changed_file_is_tampered(signed, tmp_path):
    reader = signed.reader()
    reader.refresh()
    signed.write("lumi/profile.json", "two")
    with pytest.raises(NotTrusted) as caught:
        reader.fetch("lumi/profile.json", tmp_path / "profile")
    assert caught.value.verdict == Verdict.TAMPERED
    assert caught.value.file == "lumi/profile.json"
    assert not (tmp_path / "profile").exists()


@pytest.mark.parametrize("name", ["timestamp.json", "1.snapshot.json", "1.factory-lumi.json"])
def test_changed_metadata_is_tampered(signed, name):
    path = metadata(signed, name)
    told = json.loads(path.read_text())
    told["signed"]["version"] += 1
    path.write_text(json.dumps(told))
    error = refused(signed.reader())
    assert error.verdict == Verdict.TAMPERED
    assert error.file == name


def test_an_old_timestamp_is_a_replay(signed):
    old = metadata(signed, "timestamp.json").read_bytes()
    signed.publish("two")
    signed.reader().refresh()
    metadata(signed, "timestamp.json").write_bytes(old)
    error = refused(signed.reader())
    assert error.verdict == Verdict.REPLAYED
    assert "old timestamp.json again" in str(error)


def test_a_timestamp_kept_back_beyond_its_end_is_frozen(tmp_path, monkeypatch):
    signed = SignedFolder(tmp_path / "a")
    signed.publish("one")
    signed.reader().refresh()
    in_two_days = NOW + timedelta(days=2)
    believe_that_it_is(monkeypatch, in_two_days)
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.FROZEN, "timestamp.json")
    signed.publish("two", in_two_days)
    assert signed.reader().refresh()


def test_a_timestamp_past_its_end_on_first_sight_is_expired(tmp_path):
    signed = SignedFolder(tmp_path / "a")
    signed.publish("one", days=-2)
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.EXPIRED, "timestamp.json")


def test_a_factory_that_signs_nothing_any_more_is_expired(tmp_path):
    signed = SignedFolder(tmp_path / "a")
    signed.publish("one", days=-91)
    signed.at().stamp()
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.EXPIRED, "1.factory-lumi.json")


def test_a_root_that_nobody_renewed_is_expired(tmp_path):
    signed = SignedFolder(tmp_path / "a", founded=NOW - timedelta(days=366))
    del signed.keys["root-1"]
    signed.publish("one")
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.EXPIRED, "root.json")


def test_a_timestamp_that_leads_back_is_rolled_back(signed):
    signed.publish("two")
    signed.reader().refresh()
    first = metadata(signed, "1.snapshot.json").read_bytes()
    path = metadata(signed, "timestamp.json")
    timestamp = Metadata[Timestamp].from_bytes(path.read_bytes())
    timestamp.signed.version += 1
    timestamp.signed.snapshot_meta = MetaFile.from_data(1, first, ["sha256"])
    resigned(signed, timestamp, "timestamp")
    path.write_bytes(timestamp.to_bytes())
    error = refused(signed.reader())
    assert error.verdict == Verdict.ROLLED_BACK
    assert "restored a backup" in str(error)


def test_a_snapshot_of_older_roles_is_rolled_back(signed):
    signed.publish("two")
    signed.reader().refresh()
    older = metadata(signed, "1.factory-lumi.json").read_bytes()
    snapshot = Metadata[Snapshot].from_bytes(metadata(signed, "2.snapshot.json").read_bytes())
    snapshot.signed.version = 3
    snapshot.signed.meta["factory-lumi.json"] = MetaFile.from_data(1, older, ["sha256"])
    resigned(signed, snapshot, "snapshot")
    metadata(signed, "3.snapshot.json").write_bytes(snapshot.to_bytes())
    timestamp = Metadata[Timestamp].from_bytes(metadata(signed, "timestamp.json").read_bytes())
    timestamp.signed.version += 1
    timestamp.signed.snapshot_meta = MetaFile.from_data(3, snapshot.to_bytes(), ["sha256"])
    resigned(signed, timestamp, "timestamp")
    metadata(signed, "timestamp.json").write_bytes(timestamp.to_bytes())
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.ROLLED_BACK, "3.snapshot.json")


@pytest.mark.parametrize("role", ["snapshot", "factory-lumi"])
def test_a_genuine_older_file_in_the_place_of_the_newest_is_rolled_back(signed, role):
    signed.publish("two")
    shutil.copy(metadata(signed, f"1.{role}.json"), metadata(signed, f"2.{role}.json"))
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.ROLLED_BACK, f"2.{role}.json")


def test_files_of_two_moments_do_not_mix(signed):
    """Each file is genuine, and newer than what the snapshot means."""
    signed.publish("two")
    signed.publish("three")
    shutil.copy(metadata(signed, "3.factory-lumi.json"), metadata(signed, "2.factory-lumi.json"))
    shutil.copy(metadata(signed, "2.snapshot.json"), metadata(signed, "3.snapshot.json"))
    error = refused(signed.reader())
    assert error.verdict == Verdict.ROLLED_BACK
    signed.publish("four")
    shutil.copy(metadata(signed, "3.factory-lumi.json"), metadata(signed, "4.factory-lumi.json"))
    assert refused(signed.reader()).verdict == Verdict.ROLLED_BACK


def test_a_new_root_that_the_old_one_signed_is_believed(signed):
    signed.reader().refresh()
    new = new_key(signed.home / "root-new.pem")
    signed.keys["root-new"] = new
    signed.at().rotate("root", signed.keys["root-1"].public.id, new.public)
    del signed.keys["root-1"]
    signed.publish("two")
    first = (signed.folder / "metadata" / "1.root.json").read_bytes()
    assert signed.reader(root=first).refresh()
    assert json.loads((signed.home / "kept/lumi/root.json").read_bytes())["signed"]["version"] == 2


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_a_new_key_that_root_names_is_believed(signed, role):
    signed.reader().refresh()
    old = signed.keys[role].public.id
    signed.keys[role] = new_key(signed.home / f"{role}-new.pem")
    signed.at().rotate(role, old, signed.keys[role].public)
    signed.publish("two")
    assert signed.reader().refresh()


def test_a_root_that_the_old_one_did_not_sign_is_refused(signed, tmp_path):
    root = signed.first_root
    signed.reader().refresh()
    other = SignedFolder(tmp_path / "b")
    other.publish("forged")
    replaced = Metadata.from_bytes(other.first_root)
    replaced.signed.version = 2
    resigned(other, replaced, "root-1")
    metadata(signed, "2.root.json").write_bytes(replaced.to_bytes())
    with pytest.raises(NotTrusted) as caught:
        signed.reader(root=root).refresh()
    error = caught.value
    assert (error.verdict, error.file) == (Verdict.KEY_CHANGED_WITHOUT_ROOT, "2.root.json")


def test_a_folder_signed_with_other_keys_is_refused(signed, tmp_path):
    root = signed.first_root
    other = SignedFolder(tmp_path / "b")
    other.publish("forged")
    shutil.copytree(other.folder, signed.folder, dirs_exist_ok=True)
    with pytest.raises(NotTrusted) as caught:
        signed.reader(root=root).refresh()
    assert caught.value.verdict == Verdict.KEY_CHANGED_WITHOUT_ROOT


def posing(keyid, key):
    """That key under the id of another."""
    return SSlibKey(keyid, "ed25519", "ed25519", {"public": key.public.hex})


def test_a_root_of_a_strangers_keys_under_known_ids_is_refused(signed, tmp_path):
    stranger = new_key(tmp_path / "stranger.pem")
    forged = Metadata.from_bytes(signed.first_root)
    forged.signed.keys = {keyid: posing(keyid, stranger) for keyid in forged.signed.keys}
    [keyid] = forged.signed.roles["root"].keyids
    signature = stranger.signer.sign(forged.signed_bytes).signature
    forged.signatures = {keyid: Signature(keyid, signature)}
    forged.signed.verify_delegate("root", forged.signed_bytes, forged.signatures)
    found = refused(signed.reader(root=forged.to_bytes()))
    assert (found.verdict, found.file) == (Verdict.TAMPERED, "root.json")
    assert "is not the one of that id" in found.detail


class Posing(PublicKey):
    """A key that says that it is another."""

    id = "f" * 64


def test_no_factory_is_admitted_by_the_id_of_another_key(signed):
    with pytest.raises(OfficinaError, match="has another id"):
        signed.at().admit("other", Posing(signed.key("other").public.raw))


def test_a_factory_named_by_the_id_of_another_key_is_refused(signed, monkeypatch):
    monkeypatch.setattr(drafts, "misnamed", lambda _: None)  # a program that does not look
    signed.at().admit("other", Posing(signed.key("other").public.raw))
    signed.publish("two")
    found = refused(signed.reader())
    assert (found.verdict, found.file) == (Verdict.TAMPERED, "targets.json")
    assert Posing.id in found.detail


def test_a_factory_changes_its_key_only_where_targets_says_so(signed):
    signed.reader().refresh()
    thief = new_key(signed.home / "thief.pem")
    path = metadata(signed, "1.factory-lumi.json")
    role = Metadata[Targets].from_bytes(path.read_bytes())
    role.signed.version = 2
    signed.keys["thief"] = thief
    resigned(signed, role, "thief")
    metadata(signed, "2.factory-lumi.json").write_bytes(role.to_bytes())
    signed.at().stamp()
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (
        Verdict.KEY_CHANGED_WITHOUT_ROOT,
        "2.factory-lumi.json",
    )
    signed.at().rotate("lumi", signed.keys["lumi"].public.id, thief.public)
    signed.publish("two")
    assert signed.reader().refresh()


def test_a_factory_that_signs_for_another_is_refused(signed):
    signed.admit("vtt")
    signed.write("vtt/profile.json", "ours")
    with pytest.raises(OfficinaError, match="does not stand in the folder of lumi"):
        signed.at().sign_files("lumi", [signed.target("vtt/profile.json")])
    path = metadata(signed, "1.factory-lumi.json")
    role = Metadata[Targets].from_bytes(path.read_bytes())
    role.signed.version = 2
    role.signed.targets["vtt/profile.json"] = signed.target("vtt/profile.json")
    resigned(signed, role, "lumi")
    metadata(signed, "2.factory-lumi.json").write_bytes(role.to_bytes())
    signed.at().stamp()
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.NOT_FOR_THIS_FACTORY, "vtt/profile.json")
    # The factory that was meant is not hindered by it, and believes nothing of it.
    signed.at().sign_files("vtt", [])
    signed.at().stamp()
    assert signed.reader("vtt").refresh() == {}


@pytest.mark.parametrize("path", ["lumi/../vtt/profile.json", "lumi", "lumi//x", "/lumi/x"])
def test_a_path_that_leads_out_is_refused(signed, path):
    role = Metadata[Targets].from_bytes(metadata(signed, "1.factory-lumi.json").read_bytes())
    role.signed.version = 2
    role.signed.targets[path] = TargetFile.from_data(path, b"x", ["sha256"])
    resigned(signed, role, "lumi")
    metadata(signed, "2.factory-lumi.json").write_bytes(role.to_bytes())
    signed.at().stamp()
    assert refused(signed.reader()).verdict == Verdict.NOT_FOR_THIS_FACTORY


def test_a_factory_that_was_removed_is_not_believed_from_memory(signed):
    signed.reader().refresh()
    signed.at().remove("lumi")
    signed.at().stamp()
    error = refused(signed.reader())
    assert (error.verdict, error.file) == (Verdict.NOT_FOR_THIS_FACTORY, "factory-lumi.json")


def test_nothing_there_is_unreachable(signed, tmp_path):
    root = signed.first_root
    shutil.rmtree(signed.folder)
    with pytest.raises(NotTrusted) as caught:
        signed.reader(root=root).refresh()
    assert caught.value.verdict == Verdict.UNREACHABLE


def test_more_than_was_announced_is_too_large(signed, tmp_path):
    metadata(signed, "timestamp.json").write_bytes(b" " * 20_000)
    assert refused(signed.reader()).verdict == Verdict.TOO_LARGE


def test_after_a_refusal_the_mended_folder_is_believed(signed):
    good = metadata(signed, "timestamp.json").read_bytes()
    metadata(signed, "timestamp.json").write_bytes(b"{}")
    refused(signed.reader())
    metadata(signed, "timestamp.json").write_bytes(good)
    assert signed.reader().refresh()


def test_every_verdict_has_its_words():
    for verdict in Verdict:
        told = [str(one) for one in sayings_of(verdict, "lumi", "timestamp.json")]
        assert all(told)
        assert "%(" not in "".join(told)


def resigned(signed, held, *names):
    held.signatures.clear()
    for signer in Keyring(signed.keys[name] for name in names).all_signers():
        held.sign(signer, append=True)


def believe_that_it_is(monkeypatch, moment):
    """Have TUF's client and ours read another clock; signatures of the past need no waiting."""

    class Then:
        @staticmethod
        def now(_zone=None):
            return moment

    class Module:
        datetime = Then
        timezone = tuf_set.datetime.timezone

    monkeypatch.setattr(tuf_set, "datetime", Module)
    monkeypatch.setattr(peer, "datetime", Then)


def test_a_name_of_a_strangers_writes_no_line_of_its_own():
    error = NotTrusted(Verdict.NOT_FOR_THIS_FACTORY, "north", "north/a\x1b[2J\n+ fresh")
    assert str(error).isprintable()
    assert error.file.isprintable()

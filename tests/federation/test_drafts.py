"""Changes that several must agree to, with keys that lie in different places."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from folder_fetcher import ADDRESS, FolderFetcher
from signed_folder import NOW, SignedFolder

from officina_courses.packages.keys import new_key
from officina_hub.errors import OfficinaError
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.taking import take_part
from officina_hub.federation.trust import Drafts, Founding, Keyring, PeerFolder, Repository
from officina_hub.federation.trust.drafts import sign


@pytest.fixture
def shared(tmp_path):
    """Three keys, of which two must agree."""
    folder = SignedFolder(tmp_path / "a", root_keys=3, threshold=2)
    folder.publish("one")
    return folder


def test_one_key_of_two_changes_nothing(shared):
    new = new_key(shared.home / "new.pem")
    old = shared.keys["root-3"].public.id
    shared.at(without=("root-2", "root-3")).rotate("root", old, new.public)
    assert not (shared.folder / "metadata" / "2.root.json").exists()
    (draft,) = Drafts(shared.drafts).all(None)
    assert (draft.version, draft.missing) == (2, 1)


def test_a_second_key_at_another_place_completes_the_draft(shared):
    new = new_key(shared.home / "new.pem")
    shared.at(without=("root-2", "root-3")).rotate(
        "root", shared.keys["root-3"].public.id, new.public
    )
    (path,) = shared.drafts.iterdir()
    assert sign(path, Keyring([shared.keys["root-2"]])) == 1
    assert shared.at(without=("root-1", "root-2", "root-3")).settle() == ["root"]
    shared.publish("two")
    assert shared.reader().refresh()
    assert not list(shared.drafts.iterdir())


def test_a_stranger_s_signature_does_not_count(shared):
    new = new_key(shared.home / "new.pem")
    shared.at(without=("root-2", "root-3")).rotate(
        "root", shared.keys["root-3"].public.id, new.public
    )
    (path,) = shared.drafts.iterdir()
    sign(path, Keyring([new_key(shared.home / "stranger.pem")]))
    assert shared.at(without=("root-2", "root-3")).settle() == []


def test_a_second_change_waits_for_the_first(shared):
    new = new_key(shared.home / "new.pem")
    alone = shared.at(without=("root-2", "root-3"))
    alone.rotate("root", shared.keys["root-3"].public.id, new.public)
    with pytest.raises(OfficinaError, match="still waits for 1 signature"):
        alone.rotate("timestamp", shared.keys["timestamp"].public.id, new.public)


def test_a_file_that_is_no_draft_is_said_to_be_none(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(OfficinaError, match="is no draft"):
        sign(tmp_path / "letter.txt", Keyring())


def test_a_second_root_is_not_begun(shared):
    key = shared.keys["targets"].public
    with pytest.raises(OfficinaError, match="has a root already"):
        shared.at().found(Founding((key,), 1, key, key, key), {})


def test_what_a_member_signed_elsewhere_is_taken_in(tmp_path):
    member = SignedFolder(tmp_path / "member")
    member.publish("one")
    network = SignedFolder(tmp_path / "network")
    own = network.keys.pop("lumi").public.id
    network.at().rotate("lumi", own, member.keys["lumi"].public)
    data = (member.folder / "metadata" / "1.factory-lumi.json").read_bytes()
    network.write("lumi/profile.json", "one")
    assert network.at().take("lumi", data)
    assert not network.at().take("lumi", data)
    network.at().stamp()
    assert list(network.reader().refresh()) == ["lumi/profile.json"]


@pytest.fixture
def network(tmp_path):
    """A shared folder in which a member with a key of its own is admitted, and the member."""
    place = FederationPlace(tmp_path / "network")
    member = SignedFolder(tmp_path / "member")
    member.publish("one")
    names = ("root", "targets", "snapshot", "timestamp")
    public = {name: place.make_key(name).public for name in names}
    founding = Founding(
        (public["root"],), 1, public["targets"], public["snapshot"], public["timestamp"]
    )
    repository = Repository(place.published, place.drafts, place.keyring(), NOW)
    repository.found(founding, {"lumi": member.keys["lumi"].public})
    return place, member


def test_a_member_s_part_is_taken_whole_and_believed(network):
    place, member = network
    took = partial(take_part, place, "lumi", member.folder, place.keyring(), NOW)
    assert took().model_dump() == {"factory": "lumi", "files": 1, "changed": 1, "is_new": True}
    assert not took().is_new
    member.publish("two")
    assert took().is_new
    root = (place.published / "metadata/1.root.json").read_bytes()
    fetcher = FolderFetcher(place.published)
    reader = PeerFolder(
        member.home / "kept", root=root, address=ADDRESS, factory="lumi", fetcher=fetcher
    )
    assert list(reader.refresh()) == ["lumi/profile.json"]
    reader.fetch("lumi/profile.json", member.home / "got")
    assert (member.home / "got").read_text() == "two"


def test_what_is_not_right_is_not_taken_at_all(network):
    place, member = network
    before = sorted(place.published.rglob("*"))

    def refused(words):
        with pytest.raises(OfficinaError, match=words):
            take_part(place, "lumi", member.folder, place.keyring(), NOW)
        assert sorted(place.published.rglob("*")) == before

    profile = member.folder / "lumi/profile.json"
    profile.write_text("won")
    refused("is not the file that was signed")
    profile.unlink()
    refused("no file of that folder")
    (member.home / "secret").write_text("one")
    profile.symlink_to(member.home / "secret")
    refused("no file of that folder")
    profile.unlink()
    profile.write_text("one")
    signed = member.folder / "metadata/1.factory-lumi.json"
    signed.write_bytes(signed.read_bytes().replace(b"lumi/profile", b"lumi/profilf"))
    refused("was not signed with the key")
    signed.write_text("{")
    refused("was not signed with the key")
    signed.unlink()
    refused("nothing that lumi has signed")


def test_standing_tells_what_ends_soon(tmp_path):
    folder = SignedFolder(tmp_path / "a")
    folder.publish("one", days=-0.9)
    told = {one.role: one for one in folder.at().standing()}
    assert set(told) == {"root", "targets", "snapshot", "timestamp", "factory-lumi"}
    assert told["timestamp"].state == "ends-soon"
    assert "officina federation publish" in told["timestamp"].todo
    assert told["root"].state == "holds"
    assert told["root"].todo == ""


def test_root_and_targets_renew_themselves_where_their_keys_are_at_hand(tmp_path):
    folder = SignedFolder(tmp_path / "a", founded=NOW - timedelta(days=300))
    folder.publish("one")
    states = {one.role: (one.version, one.state) for one in folder.at().standing()}
    assert states["root"] == (2, "holds")
    assert states["targets"][1] == "holds"
    assert folder.reader().refresh()

"""Changes that several must agree to, with keys that lie in different places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from signed_folder import NOW, SignedFolder

from officina_courses.packages.keys import new_key
from officina_hub.errors import OfficinaError
from officina_hub.federation.trust import Drafts, Keyring
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
    from officina_hub.federation.trust import Founding

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

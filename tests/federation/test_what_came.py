"""What came in the place of a signed file is told, and names stand in verdicts as they are."""

from __future__ import annotations

import pytest
from signed_folder import SignedFolder

from officina_hub.federation.trust import NotTrusted, Verdict
from officina_hub.federation.trust.verdicts import sayings_of

LOGIN = b"\xef\xbb\xbf\n<!DOCTYPE html><title>Wi-Fi login</title>"


@pytest.fixture
def signed(tmp_path):
    folder = SignedFolder(tmp_path / "a")
    folder.publish("one")
    return folder


def refused(signed):
    with pytest.raises(NotTrusted) as caught:
        signed.reader().refresh()
    return caught.value


@pytest.mark.parametrize(
    ("came", "found"),
    [
        (LOGIN, "a page of HTML"),
        (b"", "nothing: the file is empty"),
        (b"Gateway timeout", "no signed file: it is no JSON"),
        (b"[]", "JSON, and no signed file"),
        (None, "begins like a signed file, and breaks off"),
    ],
    ids=["a login page", "nothing", "words", "other JSON", "half of it"],
)
def test_what_came_in_the_place_of_a_signed_file_is_told(signed, came, found):
    path = signed.folder / "metadata/timestamp.json"
    path.write_bytes(path.read_bytes()[:300] if came is None else came)
    error = refused(signed)
    assert error.verdict == Verdict.TAMPERED
    assert found in error.detail


def test_a_page_that_is_too_long_for_a_signed_file_is_told_as_a_page(signed):
    (signed.folder / "metadata/timestamp.json").write_bytes(LOGIN + b" " * 40_000)
    error = refused(signed)
    assert error.verdict == Verdict.TOO_LARGE
    assert "a page of HTML" in error.detail


def test_a_page_in_the_place_of_a_published_file_is_told(signed, tmp_path):
    reader = signed.reader()
    reader.refresh()
    for came, found in (("", "nothing: the file is empty"), ("<html>", "a page of HTML")):
        signed.write("lumi/profile.json", came)
        with pytest.raises(NotTrusted) as caught:
            reader.fetch("lumi/profile.json", tmp_path / "profile")
        assert found in caught.value.detail


@pytest.mark.parametrize("verdict", [each for each in Verdict if each != Verdict.FRESH])
def test_the_name_of_a_file_stands_in_its_verdict_as_it_is(verdict):
    happened, *_ = sayings_of(verdict, "north", "timestamp.json")
    assert "timestamp.json" in str(happened)
    assert "north" in str(happened)

"""Keys in files: safe from others, the same id for packages and feeds, and refused in words."""

import hashlib
import stat
from pathlib import Path

import pytest

from officina_courses.packages import (
    KeyRefused,
    PublicKey,
    new_key,
    public_file,
    read_private_key,
    read_public_key,
    trusted_keys,
)


def test_a_new_key_lies_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    key = new_key(tmp_path / "keys/lumi")
    assert stat.S_IMODE((tmp_path / "keys/lumi").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert read_private_key(tmp_path / "keys/lumi").id == key.id
    assert public_file(tmp_path / "keys/lumi").read_text() == f"{key.public.hex}\n"


def test_the_id_is_the_hash_of_the_public_key(tmp_path: Path) -> None:
    public = new_key(tmp_path / "k").public
    assert public.id == hashlib.sha256(bytes.fromhex(public.hex)).hexdigest()
    assert public.verifier.keyid == public.id


def test_the_private_key_shows_itself_in_no_log(tmp_path: Path) -> None:
    key = new_key(tmp_path / "k")
    secret = key._secret.private_bytes_raw().hex()
    assert secret not in f"{key!r} {key} {vars(key)}"


def test_a_public_key_is_given_by_its_digits_or_its_file(tmp_path: Path) -> None:
    key = new_key(tmp_path / "k").public
    given = [key.hex, key.hex.upper(), str(tmp_path / "k.pub")]
    assert [read_public_key(each) for each in given] == [key] * 3
    assert trusted_keys(given) == {key.id: key}


def test_a_key_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    key = new_key(tmp_path / "k")
    for missing in ("k", "k.pub"):
        (tmp_path / missing).rename(tmp_path / "kept")
        with pytest.raises(KeyRefused, match="is there already") as caught:
            new_key(tmp_path / "k")
        assert caught.value.code == "key-exists"
        (tmp_path / "kept").rename(tmp_path / missing)
    assert read_private_key(tmp_path / "k").id == key.id


def test_no_key_is_made_inside_of_a_course(tmp_path: Path) -> None:
    (tmp_path / "course.toml").touch()
    with pytest.raises(KeyRefused, match="folder of a course"):
        new_key(tmp_path / "source/deep/key")
    assert not (tmp_path / "source").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    new_key(tmp_path / "k")
    (tmp_path / "k").chmod(0o640)
    with pytest.raises(KeyRefused, match="mode 0640") as caught:
        read_private_key(tmp_path / "k")
    assert caught.value.code == "key-exposed"


@pytest.mark.parametrize(
    "content",
    [b"", b"no key", b"x" * 5000, b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ids=["empty", "text", "large", "damaged"],
)
def test_what_is_no_private_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "k").write_bytes(content)
    (tmp_path / "k").chmod(0o600)
    with pytest.raises(KeyRefused, match="key"):
        read_private_key(tmp_path / "k")


def test_keys_of_another_kind_or_with_a_password_are_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    other = ec.generate_private_key(ec.SECP256R1())
    locked = ed25519.Ed25519PrivateKey.generate()
    pkcs8 = (Encoding.PEM, PrivateFormat.PKCS8)
    for pem in (
        other.private_bytes(*pkcs8, NoEncryption()),
        locked.private_bytes(*pkcs8, BestAvailableEncryption(b"word")),
    ):
        (tmp_path / "k").write_bytes(pem)
        (tmp_path / "k").chmod(0o600)
        with pytest.raises(KeyRefused, match="no private Ed25519 key"):
            read_private_key(tmp_path / "k")


@pytest.mark.parametrize("text", ["", "12", "g" * 64, "a" * 63, "a" * 65, "ä" * 64])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused, match="64 hexadecimal digits"):
        PublicKey.from_hex(text)


def test_a_key_file_that_is_missing_or_no_file_is_told(tmp_path: Path) -> None:
    for given in ("missing", ".", "a\0b"):
        with pytest.raises(KeyRefused):
            read_public_key(str(tmp_path / given))

"""Ed25519 keys: what factories sign packages and feeds with, and how the keys lie in files.

A *private key* is a PKCS#8 PEM file of mode 0600. A *public key* is written as the 64 hexadecimal
digits of its 32 bytes, in a file of its own or in a line of settings. Its *id* is the SHA-256 of
these 32 bytes, the same in packages (DSSE) and in feeds (TUF).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from officina_courses.errors import KeyRefused
from officina_courses.loader import COURSE_FILE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from securesystemslib.signer import CryptoSigner, SSlibKey

HEX: Final = re.compile(r"[0-9a-f]{64}")
MOST_BYTES: Final = 4096  # of a key file; a PEM of Ed25519 has 119
PUBLIC_SUFFIX: Final = ".pub"
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
READ_FILE: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
WHY_HIDDEN: Final = "Whoever has the private key can sign as this factory."


@dataclass(frozen=True)
class PublicKey:
    """What signatures are checked with; everybody may know it."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse what cannot be a key, wherever it comes from."""
        if len(self.raw) != 32:
            raise _no_public_key(f"{len(self.raw)} bytes")

    @classmethod
    def from_hex(cls, text: str) -> PublicKey:
        """The key that 64 hexadecimal digits are; raises ``KeyRefused`` for anything else."""
        digits = text.strip().lower()
        if not HEX.fullmatch(digits):
            raise _no_public_key(f"{text.strip()[:80]!a}")
        return cls(bytes.fromhex(digits))

    @property
    def hex(self) -> str:
        """The 64 hexadecimal digits, as they stand in files and settings."""
        return self.raw.hex()

    @property
    def id(self) -> str:
        """The SHA-256 of the 32 bytes, in hex."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def verifier(self) -> SSlibKey:
        """The same key as DSSE and TUF take it."""
        from securesystemslib.signer import SSlibKey

        return SSlibKey(self.id, "ed25519", "ed25519", {"public": self.hex})


class PrivateKey:
    """What signatures are made with; it shows itself to nobody."""

    def __init__(self, secret: Ed25519PrivateKey) -> None:
        self._secret = secret
        self.public = PublicKey(secret.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        """Its id, because secrets must not reach logs."""
        return f"PrivateKey({self.id})"

    @property
    def id(self) -> str:
        """The id of its public key."""
        return self.public.id

    @property
    def signer(self) -> CryptoSigner:
        """The same key as DSSE and TUF take it."""
        from securesystemslib.signer import CryptoSigner

        return CryptoSigner(self._secret, self.public.verifier)


def new_key(path: Path) -> PrivateKey:
    """Make a key and write it to ``path``, and its public half beside it, to ``<path>.pub``.

    Raises
    ------
    KeyRefused
        Where a file is there already, or the place is inside of a course, which others get.

    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    _refuse_inside_a_course(path)
    for each in (path, public_file(path)):
        if os.path.lexists(each):
            raise _is_there(each)
    secret = Ed25519PrivateKey.generate()
    key = PrivateKey(secret)
    _write_new(path, _pem(secret), 0o600)
    _write_new(public_file(path), f"{key.public.hex}\n".encode(), 0o644)
    return key


def public_file(path: Path) -> Path:
    """Where the public half of the private key in ``path`` lies."""
    return path.with_name(path.name + PUBLIC_SUFFIX)


def read_private_key(path: Path) -> PrivateKey:
    """The key in a file that nobody but its owner can read.

    Raises
    ------
    KeyRefused
        For a file that is missing, that others can read, or that is no unencrypted Ed25519 key.

    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    data, mode = _read(path)
    if mode & OTHERS:
        raise KeyRefused(
            f"The private key {path} has mode {stat.S_IMODE(mode):04o}, so others can reach it.",
            why=WHY_HIDDEN,
            todo=f"Run: chmod 600 {path}. If somebody may have read it, make a new key.",
            code="key-exposed",
        )
    try:
        secret = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _no_private_key(path) from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise _no_private_key(path)
    return PrivateKey(secret)


def read_public_key(given: str) -> PublicKey:
    """The key that is written as 64 hexadecimal digits, or stands in the file of that name."""
    if HEX.fullmatch(given.strip().lower()):
        return PublicKey.from_hex(given)
    data, _ = _read(Path(given))
    try:
        return PublicKey.from_hex(data.decode("ascii"))
    except UnicodeDecodeError as error:
        raise _no_public_key(f"the file {given[:200]!a}") from error


def trusted_keys(given: Iterable[str]) -> Mapping[str, PublicKey]:
    """Public keys by their ids, each given as for ``read_public_key``."""
    keys = [read_public_key(each) for each in given]
    return {key.id: key for key in keys}


def _pem(secret: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    return secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _refuse_inside_a_course(path: Path) -> None:
    for folder in path.resolve().parents:
        if (folder / COURSE_FILE).exists():
            raise KeyRefused(
                f"{path} lies in the folder of a course, {folder}.",
                why=f"Others get that folder. {WHY_HIDDEN}",
                todo="Keep keys in a folder of their own, such as ~/.config/officina/keys.",
                code="key-place",
            )


def _write_new(path: Path, content: bytes, mode: int) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(path, NEW_FILE, mode)
    except FileExistsError as error:
        raise _is_there(path) from error
    with os.fdopen(number, "wb") as file:
        os.fchmod(number, mode)
        file.write(content)
        file.flush()
        os.fsync(number)


def _read(path: Path) -> tuple[bytes, int]:
    """The content and the mode of one and the same small file."""
    try:
        number = os.open(path, READ_FILE)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that can be no name of a file"
        raise KeyRefused(
            f"The key file {str(path)[:200]!a} cannot be read: {reason}.",
            why="Without the key nothing can be signed or checked.",
            todo="Look at the path, and at the file's owner and permissions.",
            code="key-unreadable",
        ) from error
    try:
        mode = os.fstat(number).st_mode
        data = os.read(number, MOST_BYTES + 1) if stat.S_ISREG(mode) else b""
    finally:
        os.close(number)
    if not data or len(data) > MOST_BYTES:
        raise KeyRefused(
            f"{path} is no key file: it is empty, no plain file, or has over {MOST_BYTES} bytes.",
            why="Without the key nothing can be signed or checked.",
            todo="Name the file that officina course key new made.",
        )
    return data, mode


def _is_there(path: Path) -> KeyRefused:
    return KeyRefused(
        f"{path} is there already.",
        why="A key that is overwritten is lost, and nothing can be signed with it any more.",
        todo="Choose another name, or move that file away.",
        code="key-exists",
    )


def _no_private_key(path: Path) -> KeyRefused:
    return KeyRefused(
        f"{path} holds no private Ed25519 key in PKCS#8 PEM, or one with a password.",
        why="Packages and feeds are signed with such keys and no others.",
        todo="Name the private key file, not the .pub; make one by: officina course key new FILE",
    )


def _no_public_key(found: str) -> KeyRefused:
    return KeyRefused(
        f"A public key is 64 hexadecimal digits; found {found}.",
        why="Signatures are checked with it, and part of a key checks nothing.",
        todo="Take the content of the factory's .pub file, and compare it with what they tell you.",
        code="key-public",
    )

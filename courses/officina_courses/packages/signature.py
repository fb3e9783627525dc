"""Signatures of packages: a DSSE envelope over the checksums of all files, by Ed25519 keys.

The *payload* names every file of the package but the signature itself, with checksum and size, and
the checksum of the crate once more. An envelope may carry signatures of several factories.
Specification: secure-systems-lab/dsse, version 1.0.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from officina_courses.archive import ArchivedFile
from officina_courses.packages.json_text import NoJsonText, read_json
from officina_courses.packages.keys import PrivateKey, PublicKey
from officina_courses.packages.layout import CRATE
from officina_courses.packages.limits import PackageLimits
from officina_courses.packages.refusals import newer, no_signature, tampered

PAYLOAD_TYPE: Final = "application/vnd.officina.package+json"
FORMAT: Final = 1
MOST_SIGNATURES: Final = 16


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Signature(_Strict):
    keyid: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    sig: Annotated[str, StringConstraints(max_length=88, min_length=88)]  # 64 bytes in base64


class _Envelope(_Strict):
    payload: str
    payloadType: Literal["application/vnd.officina.package+json"]  # noqa: N815 - DSSE's name
    signatures: list[_Signature] = Field(min_length=1, max_length=MOST_SIGNATURES)


class Signed:
    """An envelope in the one form that it has; whether it is believed is another question."""

    def __init__(self, envelope: _Envelope, payload: bytes) -> None:
        self._envelope = envelope
        self._payload = payload

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Ids of the keys that are said to have signed."""
        return tuple(signature.keyid for signature in self._envelope.signatures)

    def by(self, trusted: Mapping[str, PublicKey]) -> tuple[str, ...]:
        """The trusted keys that have signed.

        Raises
        ------
        PackageRefused
            Where a signature says that it is of a trusted key, and is not.

        """
        from securesystemslib.dsse import Envelope
        from securesystemslib.exceptions import UnverifiedSignatureError

        envelope = Envelope.from_dict(self._envelope.model_dump())
        signed = envelope.pae()
        believed = []
        for key_id, signature in envelope.signatures.items():
            key = trusted.get(key_id)
            if key is None:
                continue
            try:
                key.verifier.verify_signature(signature, signed)
            except UnverifiedSignatureError as error:
                raise tampered(f"the signature of the key {key_id[:16]}… does not fit") from error
            believed.append(key_id)
        return tuple(believed)


def signature_text(files: Iterable[ArchivedFile], keys: Sequence[PrivateKey]) -> bytes:
    """``signature.json`` over these files, the crate among them."""
    from securesystemslib.dsse import Envelope

    envelope = Envelope(_payload(files), PAYLOAD_TYPE, {})
    for key in sorted({key.id: key for key in keys}.values(), key=lambda key: key.id):
        envelope.sign(key.signer)
    return _text(envelope.to_dict())


def read_signature(data: bytes, files: tuple[ArchivedFile, ...], limits: PackageLimits) -> Signed:
    """The envelope, if it was made for exactly these files.

    Raises
    ------
    PackageRefused
        Where it is no envelope, or one for other content.

    """
    try:
        envelope = _Envelope.model_validate(read_json(data, limits))
        payload = base64.b64decode(envelope.payload, validate=True)
        content = read_json(payload, limits)
    except NoJsonText as error:
        raise no_signature(str(error)) from error
    except (ValidationError, ValueError) as error:
        raise no_signature("is no envelope of DSSE with signatures by Ed25519 keys") from error
    ids = [signature.keyid for signature in envelope.signatures]
    if ids != sorted(set(ids)) or data != _text(envelope.model_dump()):
        raise no_signature("is not in the one form that such an envelope has")
    _compare(content, payload, files)
    return Signed(envelope, payload)


def _payload(files: Iterable[ArchivedFile]) -> bytes:
    known = {file.path: {"sha256": file.sha256, "size": file.size} for file in files}
    content = {"format": FORMAT, "files": known, "crate": known[CRATE]["sha256"]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _text(envelope: Any) -> bytes:
    return (json.dumps(envelope, indent=1, sort_keys=True) + "\n").encode()


def _compare(content: Any, payload: bytes, files: tuple[ArchivedFile, ...]) -> None:
    if payload == _payload(files):
        return
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        raise no_signature("signs something else than a package")
    if content.get("format") != FORMAT:
        raise newer(f"signature {content.get('format')!r}")
    signed: dict[str, Any] = content["files"]
    there = {file.path: {"sha256": file.sha256, "size": file.size} for file in files}
    for path in sorted(there.keys() - signed.keys()):
        raise tampered(f"{path!a} was added")
    for path in sorted(signed.keys() - there.keys()):
        raise tampered(f"{path[:200]!a} is missing")
    for path in sorted(there):
        if there[path] != signed[path]:
            raise tampered(f"{path!a} was changed")
    raise tampered("the list of its files was written in another way")

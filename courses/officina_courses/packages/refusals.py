"""What a course package is refused for, in words for the person who wants to use it."""

from __future__ import annotations

from typing import Final

from officina_courses.archive.limits import MIB
from officina_courses.errors import PackageRefused

REFUSALS: Final = {
    "package-unreadable": "there is no such file, or it is not a plain file",
    "package-form": "the file is cut off, or has bytes where a course package has none",
    "package-too-large": "the file, one in it, or all of them have more bytes than allowed",
    "package-too-many-files": "it holds more files than a course may have",
    "package-compressed": "something in it is compressed",
    "package-encrypted": "something in it is encrypted",
    "package-zip64": "it has the fields of archives of more than 4 GiB or 65,535 files",
    "package-kind": "something in it is a folder, a link, a device or another special file",
    "archive-path": "a name leads out of the folder, or is another one on another computer",
    "archive-clash": "two names are one on many computers",
    "package-damaged": "the bytes of a file are not those that its checksum was made of",
    "package-crate": "ro-crate-metadata.json is missing, has another @context, or describes no "
    "course package",
    "package-newer": "it was made by a later version of Officina, in another format",
    "package-differs": "its description says something else than course.toml and its files, or "
    "more",
    "course-file": "its course.toml is missing or wrong",
    "package-signature": "its signature is no signature of a package",
    "package-tampered": "the signature was made for other content",
    "package-unsigned": "it carries no signature, and one was asked for",
    "package-unknown-key": "nobody who is trusted here has signed it",
    "archive-destination": "the folder to unpack it in is not empty",
}
NOTHING_TAKEN: Final = "so nothing of it was taken."
FETCH_AGAIN: Final = (
    "Fetch it again from where it is published; if that does not help, tell the factory that "
    "published it."
)
PACK_AGAIN: Final = "Ask the factory that published it to make it anew: officina course pack FOLDER"


def unreadable(name: str, reason: str) -> PackageRefused:
    """The file cannot be opened."""
    return PackageRefused(
        f"The package {name[:200]!a} cannot be read: {reason}.",
        why="Without it there is no course.",
        todo="Look at the path, and at the file's owner and permissions.",
        code="package-unreadable",
    )


def misformed(what: str) -> PackageRefused:
    """It is not in the one form that packages have."""
    return PackageRefused(
        f"This is no whole course package: {what}.",
        why=f"What can be read in two ways can hide something from one reader, {NOTHING_TAKEN}",
        todo=FETCH_AGAIN,
        code="package-form",
    )


def too_large(what: str, size: int, most: int) -> PackageRefused:
    """More bytes than allowed, of whatever ``what`` names."""
    return PackageRefused(
        f"{what} has {size / MIB:.1f} MiB; {most / MIB:.1f} MiB are allowed.",
        why=f"Large packages fill memory and disk that all share, {NOTHING_TAKEN}",
        todo="Ask for a smaller one: a sample of the data, and notebooks without their outputs.",
        code="package-too-large",
    )


def too_many(count: int, most: int) -> PackageRefused:
    """More files than allowed."""
    return PackageRefused(
        f"The package says that it holds {count} files; {most} are allowed.",
        why=f"That many files are no course, {NOTHING_TAKEN}",
        todo="Ask for one with less files, such as data in one file instead of many.",
        code="package-too-many-files",
    )


def zip64() -> PackageRefused:
    """It announces sizes that only the large form of zip archives has."""
    return PackageRefused(
        "The package has the form of zip archives above 4 GiB or 65,535 files (zip64).",
        why=f"No course is that large, and such fields can tell wrong sizes, {NOTHING_TAKEN}",
        todo=PACK_AGAIN,
        code="package-zip64",
    )


def compressed(name: str, method: int) -> PackageRefused:
    """A file in it is compressed, and packages are not."""
    return PackageRefused(
        f"{name[:200]!a} in the package is compressed (method {method}).",
        why="In a course package nothing is: the same sources give the same bytes everywhere, and "
        f"a small file cannot unpack to a huge one, {NOTHING_TAKEN}",
        todo=PACK_AGAIN,
        code="package-compressed",
    )


def encrypted(name: str) -> PackageRefused:
    """A file in it cannot be read without a password."""
    return PackageRefused(
        f"{name[:200]!a} in the package is encrypted.",
        why=f"What nobody can read nobody can check, {NOTHING_TAKEN}",
        todo=PACK_AGAIN,
        code="package-encrypted",
    )


def forbidden_kind(name: str, kind: str) -> PackageRefused:
    """A member is no plain file."""
    return PackageRefused(
        f"{name[:200]!a} in the package is {kind}.",
        why="Only plain files are taken, because anything else could lead out of the folder that "
        f"it is unpacked in, {NOTHING_TAKEN}",
        todo=PACK_AGAIN,
        code="package-kind",
    )


def forbidden_name(name: str, reason: str) -> PackageRefused:
    """A name cannot stand on every computer, or means something else on some."""
    return PackageRefused(
        f"The package holds a file named {name[:200]!a}: {reason}.",
        why="Such a name could write outside its folder or be mistaken for another file, "
        f"{NOTHING_TAKEN}",
        todo="Rename the file in the course's folder, and pack it again.",
        code="archive-path",
    )


def damaged(name: str, which: str) -> PackageRefused:
    """The bytes of a member are not those that its checksum was made of."""
    return PackageRefused(
        f"{name[:200]!a} in the package is not what its {which} was made of.",
        why=f"It was damaged on its way, or changed by somebody, {NOTHING_TAKEN}",
        todo=FETCH_AGAIN,
        code="package-damaged",
    )


def no_crate(what: str) -> PackageRefused:
    """The description is missing, or describes no course package."""
    return PackageRefused(
        f"ro-crate-metadata.json of the package {what}.",
        why=f"Without a description nobody knows what the package is, {NOTHING_TAKEN}",
        todo=PACK_AGAIN,
        code="package-crate",
    )


def newer(found: str) -> PackageRefused:
    """It is of a format that is not known here."""
    return PackageRefused(
        f"The package is of the format {found[:100]!a}, which is not known here.",
        why=f"It was made by a later version of Officina, {NOTHING_TAKEN}",
        todo="Bring Officina up to date here, or ask for a package of the earlier format.",
        code="package-newer",
    )


def differs(what: str) -> PackageRefused:
    """The description says something else than the files."""
    return PackageRefused(
        f"The package contradicts itself: {what}.",
        why="Its description is what people and search engines decide by, and it would mislead "
        f"them, {NOTHING_TAKEN}",
        todo=PACK_AGAIN,
        code="package-differs",
    )


def no_signature(what: str) -> PackageRefused:
    """signature.json is none."""
    return PackageRefused(
        f"signature.json of the package {what}.",
        why=f"Nobody can tell by it who made the package, {NOTHING_TAKEN}",
        todo=FETCH_AGAIN,
        code="package-signature",
    )


def tampered(what: str) -> PackageRefused:
    """The signature was made for other content."""
    return PackageRefused(
        f"The package is not what was signed: {what}.",
        why=f"Somebody changed it after the factory had signed it, {NOTHING_TAKEN}",
        todo="Do not use it. Fetch it from the factory itself, and tell them where this one lay.",
        code="package-tampered",
    )


def unsigned() -> PackageRefused:
    """A signature was asked for, and there is none."""
    return PackageRefused(
        "The package carries no signature.",
        why=f"Nobody can tell who made it and whether it is as it was made, {NOTHING_TAKEN}",
        todo="Ask the factory for a signed one: officina course pack FOLDER --key FILE",
        code="package-unsigned",
    )


def unknown_key(claimed: tuple[str, ...]) -> PackageRefused:
    """It is signed, and by nobody who is trusted here."""
    return PackageRefused(
        f"The package is signed with {', '.join(key[:16] for key in claimed)}…, and none of these "
        "keys is trusted here.",
        why=f"Anybody can make a key and sign with it, {NOTHING_TAKEN}",
        todo="Ask the factory for its public key on another way than this package came, and name "
        "it: officina course verify FILE --trust KEYFILE",
        code="package-unknown-key",
    )

"""The course package: one file that carries a course from factory to factory.

A *package* is a zip archive of one form (``layout``) that is an RO-Crate (``crate``): the files of
a course below ``course/``, ``ro-crate-metadata.json`` that describes them with their checksums, and
where it is signed ``signature.json`` (``signature``). Its *facts* are what was read of it and found
to agree; facts that are *verified* were signed by a key that the reader trusts.

Nothing of a package is run here. Whatever is wrong with one is a ``PackageRefused``.
"""

from officina_courses.errors import KeyRefused, PackageRefused
from officina_courses.model import Origin
from officina_courses.packages.comparing import compare, compare_sides
from officina_courses.packages.difference import PackageDifference
from officina_courses.packages.facts import PackageFacts
from officina_courses.packages.keys import (
    PrivateKey,
    PublicKey,
    new_key,
    public_file,
    read_private_key,
    read_public_key,
    trusted_keys,
)
from officina_courses.packages.limits import PACKAGE_LIMITS, PackageLimits
from officina_courses.packages.reading import read_facts, verify_package
from officina_courses.packages.refusals import REFUSALS
from officina_courses.packages.sides import Compared
from officina_courses.packages.unpacking import unpack_package
from officina_courses.packages.writing import write_package

__all__ = [
    "PACKAGE_LIMITS",
    "REFUSALS",
    "Compared",
    "KeyRefused",
    "Origin",
    "PackageDifference",
    "PackageFacts",
    "PackageLimits",
    "PackageRefused",
    "PrivateKey",
    "PublicKey",
    "compare",
    "compare_sides",
    "new_key",
    "public_file",
    "read_facts",
    "read_private_key",
    "read_public_key",
    "trusted_keys",
    "unpack_package",
    "verify_package",
    "write_package",
]

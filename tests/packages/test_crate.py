"""The description of a package, as programs for RO-Crates and for JSON-LD read it."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hostile_packages import Forge
from package_samples import FILES, Packed, write_course
from rdflib import Graph, URIRef
from rocrate.rocrate import ROCrate

from officina_courses.loader import load_course
from officina_courses.packages import PackageRefused, read_facts, write_package
from officina_courses.packages.crate import FORMAT_NOW, root
from officina_courses.packages.layout import CRATE
from officina_courses.shipped import shipped_courses

OF_FORMAT_1 = "d1185dcf6facec57e9312a9e9189f50f05ca906be840a76aa57976feb6e94e1c"
Entities = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def crate(packed: Packed) -> ROCrate:
    """As the library of the RO-Crate project reads it, with every warning an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ROCrate(packed.file)


@pytest.fixture(scope="module")
def entities(packed: Packed, tmp_path_factory: pytest.TempPathFactory) -> Entities:
    origin = packed.facts.as_origin("https://lumi.example/demo-1.2.0.course.zip")
    fork = tmp_path_factory.mktemp("fork") / "fork.zip"
    write_package(packed.folder, fork, forked_from=origin)
    graph = ROCrate(fork).metadata.generate()["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_the_library_finds_the_root_and_every_file(crate: ROCrate) -> None:
    assert crate.version == "1.1"
    assert crate.name == "A demo"
    assert str(crate.root_dataset["datePublished"]) == "2026-11-23"
    files = {entity.id for entity in crate.data_entities}
    assert len(files) == len(FILES)
    assert "course/source/ps1/data/towns%20%C3%A0%20la%20carte.csv" in files


def test_the_library_copies_the_crate_without_a_loss(crate: ROCrate, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        crate.write(tmp_path / "copy")
    for path, content in FILES.items():
        assert (tmp_path / "copy/course" / path).read_bytes() == content


def test_people_have_their_orcid_and_house(crate: ROCrate) -> None:
    ada, charles = crate.root_dataset["author"]
    assert (ada.id, ada["name"]) == ("https://orcid.org/0000-0002-1825-0097", "Ada Lovelace")
    assert ada["affiliation"]["name"] == "Analytical Engines"
    assert (charles.id, charles["name"]) == ("#author-2", "Charles")


def test_what_it_teaches_and_asks_for_is_told(crate: ROCrate) -> None:
    text, skill = crate.root_dataset["teaches"]
    assert text == "See a course"
    assert skill.type == "DefinedTerm"
    assert skill["name"] == "Python (computer programming)"
    assert crate.root_dataset["competencyRequired"] == ["A computer"]


def test_language_version_kind_and_notes_are_told(entities: Entities) -> None:
    root = entities["./"]
    assert (root["inLanguage"], root["version"], root["identifier"]) == ("en", "1.2.0", "demo")
    assert root["additionalType"] == "urn:officina:package:course"
    assert root["releaseNotes"] == {"@id": "course/CHANGELOG.md"}
    assert root["softwareRequirements"] == ["pandera>=0.35", {"@id": "course/environment.lock"}]
    assert root["timeRequired"] == "PT30M"


def test_a_translated_course_is_in_all_its_languages() -> None:
    course = load_course(shipped_courses()[0])
    paths = ("course.toml", "translations/de/course.po", "translations/fi/one/one.po")
    assert root(course, paths, None)["inLanguage"] == ["en", "de", "fi"]
    assert root(course, ("course.toml",), None)["inLanguage"] == "en"


def test_each_part_has_the_licence_that_it_comes_under(entities: Entities) -> None:
    spdx = "https://spdx.org/licenses/"
    assert entities["./"]["license"] == {"@id": f"{spdx}CC-BY-4.0"}
    towns = entities["course/source/ps1/data/towns%20%C3%A0%20la%20carte.csv"]
    assert towns["license"] == {"@id": f"{spdx}CC0-1.0"}
    assert entities[f"{spdx}CC0-1.0"]["identifier"] == "CC0-1.0"
    assert "license" not in entities["course/LICENSE"]


def test_the_nearest_part_gives_the_licence(tmp_path: Path) -> None:
    parts = "\n".join(
        f'[[parts]]\npath = "{path}"\nlicence = "{licence}"'
        for path, licence in (
            ("source/", "MIT"),
            ("source/ps1/data/", "CC0-1.0 OR MIT"),
            ("source/ps1/empty.txt", "0BSD"),
            ("*.lock", "Unlicense"),
        )
    )
    text = FILES["course.toml"].decode().replace("[[parts]]", "[[parts_]]").split("[[parts_]]")
    rest = text[1].partition("[[authors]]")
    toml = f"{text[0]}{parts}\n[[authors]]{rest[2]}"
    folder = write_course(tmp_path / "c", FILES | {"course.toml": toml.encode()})
    course = write_package(folder, tmp_path / "p.zip").course
    assert course.licence_of("source/ps1/squares.ipynb") == "MIT"
    assert course.licence_of("source/ps1/data/towns.csv") == "CC0-1.0 OR MIT"
    assert course.licence_of("source/ps1/empty.txt") == "0BSD"
    assert course.licence_of("environment.lock") == "Unlicense"
    assert course.licence_of("LICENSE") == "CC-BY-4.0"
    several = ROCrate(tmp_path / "p.zip").get("#licence-CC0-1.0%20OR%20MIT")
    assert several["identifier"] == "CC0-1.0 OR MIT"


def test_the_origin_is_told_by_address_and_checksum(packed: Packed, entities: Entities) -> None:
    address = "https://lumi.example/demo-1.2.0.course.zip"
    assert entities["./"]["isBasedOn"] == {"@id": address}
    assert entities[address]["sha256"] == packed.facts.sha256


def rewritten(packed: Packed, change: Callable[[dict[str, Any]], bytes], to: Path) -> Path:
    forge = Forge(packed)
    crate = change(json.loads(forge.files[CRATE]))
    to.write_bytes(forge.unsigned(**{CRATE: crate}))
    return to


def test_the_origin_may_have_an_address_and_be_no_other_package(
    packed: Packed, tmp_path: Path
) -> None:
    origin = packed.facts.as_origin()
    toml = (
        FILES["course.toml"].decode()
        + f"""
[forked_from]
iri = "{origin.iri}"
sha256 = "{origin.sha256}"
course_id = "{origin.course_id}"
version = "{origin.version}"
title = "{origin.title}"
"""
    )
    folder = write_course(tmp_path / "c", FILES | {"course.toml": toml.encode()})
    address = "https://lumi.example/demo-1.2.0.course.zip"
    at = write_package(folder, tmp_path / "p.zip", forked_from=packed.facts.as_origin(address))
    assert at.origin is not None
    assert at.origin.iri == address
    other = origin.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(PackageRefused, match=r"in course\.toml from demo 1\.2\.0") as caught:
        write_package(folder, tmp_path / "p.zip", forked_from=other)
    assert caught.value.code == "package-differs"


def test_another_hand_may_write_the_same_description(packed: Packed, tmp_path: Path) -> None:
    def other_way_round(crate: dict[str, Any]) -> bytes:
        crate["@graph"].reverse()
        return json.dumps(crate).encode()

    path = rewritten(packed, other_way_round, tmp_path / "p.zip")
    assert read_facts(path).course == packed.facts.course


@pytest.mark.parametrize(
    ("file", "said", "taken"),
    [
        ("course/CHANGELOG.md", "application/octet-stream", True),
        ("course/CHANGELOG.md", "text/html", False),
        ("course/source/ps1/water.xyz", "chemical/x-xyz", True),
        ("course/source/ps1/water.xyz", "no type", False),
    ],
)
def test_earlier_and_later_tables_of_types_are_understood(
    packed: Packed, tmp_path: Path, file: str, said: str, taken: bool
) -> None:
    files = FILES | {"source/ps1/water.xyz": b"3\n"}
    write_package(write_course(tmp_path / "c", files), tmp_path / "good.zip")

    def change(crate: dict[str, Any]) -> bytes:
        next(each for each in crate["@graph"] if each["@id"] == file)["encodingFormat"] = said
        return json.dumps(crate).encode()

    path = rewritten(packed._replace(file=tmp_path / "good.zip"), change, tmp_path / "p.zip")
    if taken:
        assert read_facts(path).course.id == "demo"
    else:
        with pytest.raises(PackageRefused, match="encodingFormat"):
            read_facts(path)


def test_the_description_of_this_format_stays_as_it_is(packed: Packed) -> None:
    """Hubs of other versions compare it whole: whoever changes it gives it another format.

    Only the table of media types may grow.
    """
    crate = Forge(packed).files[CRATE]
    assert FORMAT_NOW == "urn:officina:course-package:1"
    assert sha256(crate).hexdigest() == OF_FORMAT_1


def test_every_term_is_one_of_the_context_or_declared(entities: Entities, packed: Packed) -> None:
    """RO-Crate 1.1's context has schema.org's terms of version 10; sha256 is younger."""
    from zipfile import ZipFile

    with ZipFile(packed.file) as archive:
        context = json.loads(archive.read(CRATE))["@context"]
    assert context == [
        "https://w3id.org/ro/crate/1.1/context",
        {"sha256": "http://schema.org/sha256"},
    ]
    used = {key for entity in entities.values() for key in entity if key[0] != "@"}
    of_schema_org_10 = {
        "about", "abstract", "additionalType", "affiliation", "author", "competencyRequired",
        "conformsTo", "contentSize", "datePublished", "description", "educationalLevel",
        "encodingFormat", "hasPart", "identifier", "inDefinedTermSet", "inLanguage", "isBasedOn",
        "keywords", "learningResourceType", "license", "name", "releaseNotes",
        "softwareRequirements", "teaches", "timeRequired", "version",
    }  # fmt: skip
    assert used == of_schema_org_10 | {"sha256"}


def test_it_is_linked_data(packed: Packed) -> None:
    """With schema.org's terms in the place of the context, which is on the network."""
    from zipfile import ZipFile

    with ZipFile(packed.file) as archive:
        document = json.loads(archive.read(CRATE))
    document["@context"] = {"@vocab": "http://schema.org/", "@base": "https://package.example/"}
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    term = URIRef("http://schema.org/sha256")
    assert len(set(graph.subjects(term))) == len(FILES)


def test_crates_of_all_shipped_courses_are_read(tmp_path: Path) -> None:
    for folder in shipped_courses():
        course = write_package(folder, tmp_path / "p.zip").course
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            crate = ROCrate(tmp_path / "p.zip")
        assert crate.name == course.title
        assert crate.root_dataset["author"]
        assert course.released is not None
        assert str(crate.root_dataset["datePublished"]) == course.released.isoformat()

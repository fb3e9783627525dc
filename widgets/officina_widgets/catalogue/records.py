"""One model per kind of record, with the standards' terms as names.

Datasets, distributions, data services and series follow DCAT-AP 3.0.1 (SEMIC, 2025-07-10) and take
their record sets from Croissant 1.1 (MLCommons); services follow the EOSC service profile of 2023;
training follows Bioschemas' TrainingMaterial, Course and CourseInstance 1.0. A field is named as
the standard's term in snake case. Values of EU vocabularies are their codes (``ENVI``, ``PUBLIC``,
``CSV``), not their IRIs. Every record has an ``iri``; whose it is and where it came from stands in
``filed``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from officina_courses.model import Frozen
from officina_courses.model import Kind as PackageKind
from officina_courses.subjects import Sector, Step
from officina_widgets.catalogue.words import Language, Short, Text, Words

Kind = Literal["organisation", "service", "dataset", "data_service", "series", "training"]
KINDS: Final[tuple[Kind, ...]] = (
    "organisation", "service", "dataset", "data_service", "series", "training",
)  # fmt: skip

AccessRight = Literal["PUBLIC", "RESTRICTED", "NON_PUBLIC"]
DataTheme = Literal[
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "OP_DATPRO", "REGI",
    "SOCI", "TECH", "TRAN",
]  # fmt: skip
TrainingType = Literal["material", "course", "course-instance"]
Level = Literal["beginner", "intermediate", "advanced"]
OrganisationRole = Literal["ai-factory", "antenna", "provider"]
OrderType = Literal["fully_open_access", "open_access", "order_required", "other"]

FORBIDDEN_IN_IRI: Final = frozenset(' <>"{}|\\^`')
LARGEST_RECORD: Final = 1024 * 1024
"""Bytes of one record as JSON, more than any description needs; a larger one is not taken in."""

OF_THE_WEB: Final = ("http://", "https://")


def _is_iri(text: str) -> str:
    scheme, colon, rest = text.partition(":")
    is_scheme = scheme[:1].isalpha() and scheme.replace("+", "").replace("-", "").isalnum()
    if not (colon and rest and is_scheme) or FORBIDDEN_IN_IRI & set(text):
        raise ValueError(
            f"{text[:80]!r} is no IRI (RFC 3987), so nobody can refer to it; write one with a "
            "scheme and without spaces, as https://example.org/data/1"
        )
    if text.lower().startswith(OF_THE_WEB):
        _check_host(text)
    return text


def _check_host(address: str) -> None:
    """Raise for what begins as an address and leads to no host, such as ``http://[::1``."""
    try:
        parts = urlsplit(address)
        is_somewhere = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_somewhere = False
    if not is_somewhere:
        raise ValueError(
            f"{address[:80]!r} names no host that there can be, or no such port, so nobody can "
            "follow it; write it as https://example.org/data/1"
        )


def _is_web_address(text: str) -> str:
    if not _is_iri(text).lower().startswith(OF_THE_WEB):
        raise ValueError(
            f"{text[:80]!r} is no address of the web, so a page cannot lead there; write one that "
            "begins with https://"
        )
    return text


Iri = Annotated[
    str, StringConstraints(max_length=2000, strip_whitespace=True), AfterValidator(_is_iri)
]
WebAddress = Annotated[
    str, StringConstraints(max_length=2000, strip_whitespace=True), AfterValidator(_is_web_address)
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,79}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Agent(Frozen):
    """Who publishes, creates or offers something (foaf:Agent)."""

    name: Short
    iri: Iri | None = None
    homepage: WebAddress | None = None


class ContactPoint(Frozen):
    """Where to ask (vcard:Kind)."""

    name: Short | None = None
    email: (
        Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)] | None
    ) = None
    url: WebAddress | None = None


class Described(Frozen):
    """What records of every kind tell of themselves."""

    iri: Iri
    title: Annotated[Words, Field(min_length=1)]
    description: Words = Field(default_factory=dict)
    keywords: tuple[Short, ...] = ()
    themes: tuple[DataTheme, ...] = Field(default=(), description="EU vocabulary data-theme")
    sectors: tuple[Sector, ...] = Field(default=(), description="The eight priority sectors")
    steps: tuple[Step, ...] = Field(default=(), description="Steps of a Data Lab it is for")
    languages: tuple[Language, ...] = Field(default=(), description="Of the thing itself")
    publisher: Agent | None = None
    factory: Code | None = Field(default=None, description="Id of the AI Factory that offers it")
    country: Country | None = None
    contact_point: ContactPoint | None = None
    landing_page: WebAddress | None = None
    identifiers: tuple[Short, ...] = Field(default=(), description="Such as DOIs")
    licence: Short | None = Field(default=None, description="SPDX id or the licence's IRI")
    access_rights: AccessRight | None = None
    version: Short | None = None
    issued: date | None = None
    modified: date | None = None


class Organisation(Described):
    """An AI Factory, one of its Antennas, or somebody else who offers something."""

    kind: Literal["organisation"] = "organisation"
    role: OrganisationRole = "provider"
    city: Short | None = None
    host: Agent | None = Field(default=None, description="The hosting entity")
    partner_countries: tuple[Country, ...] = ()
    systems: tuple[Short, ...] = Field(default=(), description="Supercomputers")
    linked_factories: tuple[Code, ...] = ()


class Service(Described):
    """Something that people may ask an organisation for (EOSC service profile)."""

    kind: Literal["service"] = "service"
    tagline: Words = Field(default_factory=dict)
    categories: tuple[Short, ...] = ()
    scientific_domains: tuple[Short, ...] = ()
    target_users: tuple[Short, ...] = ()
    eligibility: Words = Field(default_factory=dict)
    trl: Annotated[int, Field(ge=1, le=9)] | None = None
    access_types: tuple[Literal["mail_in", "other", "physical", "remote", "virtual"], ...] = ()
    access_modes: tuple[
        Literal["free", "free_conditionally", "paid", "peer_reviewed", "other"], ...
    ] = ()
    order_type: OrderType | None = None
    order_url: WebAddress | None = None
    life_cycle_status: Code | None = None
    cost_note: Words = Field(default_factory=dict)
    geographical_availabilities: tuple[Code, ...] = ()
    sla: WebAddress | None = None
    terms_of_use: WebAddress | None = None
    privacy_policy: WebAddress | None = None
    user_manual: WebAddress | None = None
    helpdesk_email: ContactPoint | None = None


class Checksum(Frozen):
    """spdx:Checksum."""

    algorithm: Literal["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]
    checksum_value: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32,128}$")]


class Distribution(Frozen):
    """One form of a dataset (dcat:Distribution)."""

    title: Words = Field(default_factory=dict)
    description: Words = Field(default_factory=dict)
    access_url: WebAddress
    download_url: WebAddress | None = None
    format: Code | None = Field(default=None, description="EU vocabulary file-type, as CSV")
    media_type: Short | None = Field(default=None, description="IANA media type")
    compress_format: Short | None = None
    byte_size: Annotated[int, Field(ge=0)] | None = None
    checksum: Checksum | None = None
    licence: Short | None = None
    access_service: Iri | None = None
    has_policy: Text | None = Field(default=None, description="ODRL policy, as JSON-LD")
    as_croissant: Text | None = Field(
        default=None, description="What else Croissant tells of it, as JSON-LD"
    )


class RecordField(Frozen):
    """A column of a record set (Croissant ``cr:Field``)."""

    name: Short
    data_type: Short | None = None
    description: Text | None = None
    as_croissant: Text | None = Field(
        default=None, description="Where it stands in which file, as JSON-LD of Croissant"
    )


class RecordSet(Frozen):
    """A table that a dataset holds (Croissant ``cr:RecordSet``)."""

    id: Short
    name: Short
    description: Text | None = None
    fields: tuple[RecordField, ...] = ()
    as_croissant: Text | None = Field(
        default=None, description="What else Croissant tells of it, as JSON-LD"
    )


class Dataset(Described):
    """dcat:Dataset, with the record sets of its Croissant description."""

    kind: Literal["dataset"] = "dataset"
    creator: tuple[Agent, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    record_sets: tuple[RecordSet, ...] = ()
    croissant: WebAddress | None = Field(default=None, description="Its Croissant description")
    in_series: Iri | None = None
    conforms_to: tuple[Iri, ...] = ()
    frequency: Code | None = Field(default=None, description="EU vocabulary frequency")
    spatial: tuple[Short, ...] = ()
    temporal_start: date | None = None
    temporal_end: date | None = None
    provenance: Words = Field(default_factory=dict)
    cite_as: Text | None = None


class DataService(Described):
    """dcat:DataService."""

    kind: Literal["data_service"] = "data_service"
    endpoint_url: WebAddress
    endpoint_description: WebAddress | None = None
    serves_dataset: tuple[Iri, ...] = ()
    conforms_to: tuple[Iri, ...] = ()


class DatasetSeries(Described):
    """dcat:DatasetSeries."""

    kind: Literal["series"] = "series"
    frequency: Code | None = None
    spatial: tuple[Short, ...] = ()
    temporal_start: date | None = None
    temporal_end: date | None = None


class Instance(Frozen):
    """When and where a course is held (Bioschemas CourseInstance)."""

    starts_at: AwareDatetime | date | None = None
    ends_at: AwareDatetime | date | None = None
    course_mode: tuple[Short, ...] = ()
    location: Short | None = None
    url: WebAddress | None = None
    seats: Annotated[int, Field(ge=0)] | None = None


class SkillTerm(Frozen):
    """A skill by the id of a public framework (schema.org DefinedTerm)."""

    id: Iri
    label: Short
    use: Literal["teaches", "requires"] = "teaches"


class PackageLink(Frozen):
    """The file that carries a course, or a tool or pipeline, to another hub (``*.course.zip``)."""

    address: WebAddress
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=0)]
    version: Short
    kind: PackageKind = "course"


class Training(Described):
    """Material, a course or an event to learn from."""

    kind: Literal["training"] = "training"
    type: TrainingType = "material"
    authors: tuple[Agent, ...] = ()
    educational_level: Level | None = None
    audience: tuple[Short, ...] = ()
    teaches: tuple[Short, ...] = ()
    competency_required: tuple[Short, ...] = ()
    skills: tuple[SkillTerm, ...] = Field(
        default=(), description="By the ids of ESCO or DigComp, of this hub's courses"
    )
    learning_resource_type: tuple[Short, ...] = ()
    time_required_minutes: Annotated[int, Field(ge=0)] | None = None
    instances: tuple[Instance, ...] = ()
    course_id: Code | None = Field(default=None, description="The course of this hub, if it is one")
    package: PackageLink | None = Field(
        default=None, description="The course as a file that other hubs can take over"
    )


Record = Annotated[
    Organisation | Service | Dataset | DataService | DatasetSeries | Training,
    Field(discriminator="kind"),
]

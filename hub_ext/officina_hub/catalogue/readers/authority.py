"""IRIs of the EU's vocabularies, and what exporters write instead, as codes.

The vocabularies stand below http://publications.europa.eu/resource/authority/ (© European Union,
Publications Office); only codes are here, their labels belong to the search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, get_args

from officina_widgets.catalogue.records import AccessRight, DataTheme

AUTHORITY: Final = re.compile(
    r"https?://publications\.europa\.eu/resource/authority/([a-z-]+)/([A-Za-z0-9_]+)/?"
)
IANA: Final = re.compile(
    r"(?:https?://(?:www\.)?iana\.org/assignments/media-types/)?([a-z]+/[A-Za-z0-9.+_-]+)/?"
)
LANGUAGE_TAG: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


def _pairs(lines: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in lines.split())


# EU authority language (ISO 639-3), then ISO 639-2's other codes of the same languages.
LANGUAGES: Final[Mapping[str, str]] = _pairs(
    """
    ara:ar bel:be bos:bs bul:bg cat:ca ces:cs cym:cy dan:da deu:de ell:el eng:en epo:eo est:et
    eus:eu fin:fi fra:fr gla:gd gle:ga glg:gl heb:he hrv:hr hun:hu hye:hy isl:is ita:it
    jpn:ja kat:ka kor:ko lat:la lav:lv lit:lt ltz:lb mkd:mk mlt:mt nld:nl nno:nn nob:nb nor:no
    oci:oc pol:pl por:pt roh:rm ron:ro rus:ru slk:sk slv:sl sme:se spa:es sqi:sq srp:sr swe:sv
    tur:tr ukr:uk zho:zh
    alb:sq arm:hy baq:eu cze:cs dut:nl fre:fr geo:ka ger:de gre:el ice:is mac:mk rum:ro slo:sk
    wel:cy chi:zh
    """
)
LANGUAGE_NAMES: Final[Mapping[str, str]] = {
    "english": "en", "finnish": "fi", "french": "fr", "german": "de", "italian": "it",
    "spanish": "es", "swedish": "sv", "dutch": "nl", "polish": "pl", "portuguese": "pt",
}  # fmt: skip
COUNTRIES: Final[Mapping[str, str]] = _pairs(
    """
    ALB:AL AUT:AT BEL:BE BGR:BG BIH:BA CHE:CH CYP:CY CZE:CZ DEU:DE DNK:DK ESP:ES EST:EE FIN:FI
    FRA:FR GBR:GB GEO:GE GRC:GR HRV:HR HUN:HU IRL:IE ISL:IS ITA:IT LIE:LI LTU:LT LUX:LU LVA:LV
    MDA:MD MKD:MK MLT:MT MNE:ME NLD:NL NOR:NO POL:PL PRT:PT ROU:RO SRB:RS SVK:SK SVN:SI SWE:SE
    TUR:TR UKR:UA
    """
)
FILE_TYPES: Final[Mapping[str, str]] = {
    "application/geo+json": "GEOJSON", "application/gzip": "GZIP", "application/json": "JSON",
    "application/jsonlines": "JSON", "application/ld+json": "JSON_LD", "application/pdf": "PDF",
    "application/rdf+xml": "RDF_XML", "application/vnd.apache.parquet": "PARQUET",
    "application/vnd.ms-excel": "XLS", "application/x-hdf5": "HDF",
    "application/x-ndjson": "JSON", "application/x-netcdf": "NETCDF",
    "application/x-parquet": "PARQUET", "application/x-tar": "TAR", "application/xml": "XML",
    "application/zip": "ZIP", "audio/mpeg": "MPEG", "image/jpeg": "JPEG", "image/png": "PNG",
    "image/tiff": "TIFF", "text/csv": "CSV", "text/html": "HTML", "text/plain": "TXT",
    "text/tab-separated-values": "TSV", "text/turtle": "RDF_TURTLE", "text/xml": "XML",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}  # fmt: skip
ACCESS: Final[Mapping[str, str]] = {
    "http://purl.org/coar/access_right/c_abf2": "PUBLIC",
    "http://purl.org/coar/access_right/c_16ec": "RESTRICTED",
    "http://purl.org/coar/access_right/c_f1cf": "RESTRICTED",
    "http://purl.org/coar/access_right/c_14cb": "NON_PUBLIC",
}
# Dublin Core's terms below http://purl.org/cld/freq/, which older profiles used
FREQUENCIES: Final[Mapping[str, str]] = {
    "annual": "ANNUAL", "biennial": "BIENNIAL", "bimonthly": "BIMONTHLY", "biweekly": "BIWEEKLY",
    "continuous": "CONT", "daily": "DAILY", "irregular": "IRREG", "monthly": "MONTHLY",
    "quarterly": "QUARTERLY", "semiannual": "ANNUAL_2", "semimonthly": "MONTHLY_2",
    "semiweekly": "WEEKLY_2", "threetimesamonth": "MONTHLY_3", "threetimesaweek": "WEEKLY_3",
    "threetimesayear": "ANNUAL_3", "triennial": "TRIENNIAL", "weekly": "WEEKLY",
}  # fmt: skip

# ISO 8601's repeating intervals, which the POD of data.gov and its kin use.
REPEATED: Final[Mapping[str, str]] = {
    "R/P1D": "DAILY", "R/P1W": "WEEKLY", "R/P2W": "BIWEEKLY", "R/P1M": "MONTHLY",
    "R/P2M": "BIMONTHLY", "R/P3M": "QUARTERLY", "R/P6M": "ANNUAL_2", "R/P1Y": "ANNUAL",
    "R/P2Y": "BIENNIAL",
}  # fmt: skip


def code_in(vocabulary: str, raw: str) -> str | None:
    """The code of an IRI in that vocabulary of the EU."""
    found = AUTHORITY.fullmatch(raw.strip())
    return found.group(2) if found and found.group(1) == vocabulary else None


def language_of(raw: str) -> str | None:
    """ISO 639-1 where there is such a code, else ISO 639-3: of an IRI, a tag or a name."""
    code = code_in("language", raw) or raw.strip()
    tag = LANGUAGE_TAG.fullmatch(code)
    if not tag:
        return LANGUAGE_NAMES.get(code.lower())
    short = tag.group(1).lower()
    return LANGUAGES.get(short, short)


def theme_of(raw: str) -> str | None:
    """One of the EU's data themes."""
    code = code_in("data-theme", raw) or raw.strip()
    return code if code in get_args(DataTheme) else None


def access_of(raw: str) -> str | None:
    """One of the three rights of access that DCAT-AP recommends."""
    code = code_in("access-right", raw) or ACCESS.get(raw.strip(), raw.strip().upper())
    return code if code in get_args(AccessRight) else None


def country_of(raw: str) -> str | None:
    """ISO 3166-1's two letters."""
    code = code_in("country", raw) or raw.strip()
    return COUNTRIES.get(code.upper(), code if re.fullmatch(r"[A-Z]{2}", code) else None)


def frequency_of(raw: str) -> str | None:
    """A code of the EU's frequencies."""
    code = code_in("frequency", raw)
    word = raw.strip().rpartition("/")[2].lower()
    return code or FREQUENCIES.get(word) or REPEATED.get(raw.strip().upper())


def media_type_of(raw: str) -> str | None:
    """IANA's name of a media type, from that or from its IRI."""
    found = IANA.fullmatch(raw.strip())
    return found.group(1).lower() if found else None


def file_type_of(raw: str) -> str | None:
    """A code of the EU's file types: of an IRI, a media type or the name of a format."""
    code = code_in("file-type", raw)
    if code:
        return code
    media_type = media_type_of(raw)
    if media_type:
        return FILE_TYPES.get(media_type)
    name = raw.strip().lstrip(".").upper().replace("-", "_")
    return name if re.fullmatch(r"[A-Z][A-Z0-9_]{1,30}", name) else None

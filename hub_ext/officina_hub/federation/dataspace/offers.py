"""A provider's own datasets: a folder with the files and ``offers.toml``, which says the terms.

Terms are written in the words of ODRL, as they go into the catalogue. An offer's name is made of
its terms, so that nobody can agree to terms that were changed meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, ValidationError

from officina_courses.model import Frozen, Line
from officina_courses.toml_text import NoToml, toml_of
from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.own_terms import strange_in_terms
from officina_hub.federation.dataspace.policies import Policy, Rule
from officina_hub.federation.dataspace.vocabulary import CONTEXT, PULL

FILE: Final = "offers.toml"
SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,79}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\\x00-\x1f.][^/\\\x00-\x1f]{0,199}$")]


class Offered(Frozen):
    """One dataset: one file, under one offer."""

    id: Name
    title: Line
    description: str = Field(default="", max_length=5000)
    keywords: tuple[Line, ...] = ()
    file: FileName
    # Ids of partners who see it; empty: all of them do.
    partners: tuple[str, ...] = ()
    permission: tuple[Rule, ...] = ()
    prohibition: tuple[Rule, ...] = ()
    obligation: tuple[Rule, ...] = ()


class Offers(Frozen):
    """All that ``offers.toml`` says."""

    participant: str = Field(min_length=1, max_length=500)
    datasets: tuple[Offered, ...] = Field(min_length=1, max_length=1000)


class OffersFolder:
    """The folder, read once; a file's checksum is made anew when the file has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.said = _read(folder / FILE)
        for each in self.said.datasets:
            self.path(each)
            _check_terms(each)

    @property
    def participant(self) -> str:
        return self.said.participant

    def of_partner(self, partner: str) -> tuple[Offered, ...]:
        """What that partner may see."""
        return tuple(
            each for each in self.said.datasets if not each.partners or partner in each.partners
        )

    def path(self, offered: Offered) -> Path:
        """Its file, which lies in the folder itself; raises ``OfficinaError``."""
        path = (self._folder / offered.file).resolve()
        if path.parent != self._folder or not path.is_file():
            raise OfficinaError(
                f"{offered.file} of {offered.id} is no file in {self._folder}.",
                "What is offered must be there, and links lead elsewhere.",
                f"Put it there, or correct {FILE}.",
            )
        return path

    def iri(self, offered: Offered) -> str:
        """Its name for everybody."""
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self.participant}#{offered.id}')}"

    def policy(self, offered: Offered) -> Policy:
        """Its offer."""
        said = {"permission": offered.permission, "prohibition": offered.prohibition}
        rules = {
            name: [_plain(rule) for rule in rules]
            for name, rules in (*said.items(), ("obligation", offered.obligation))
            if rules
        }
        text = json.dumps(rules, sort_keys=True)
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.iri(offered)}#{text}")
        return Policy.model_validate({"@id": f"urn:uuid:{name}", "@type": "Offer", **rules})

    def dataset(self, offered: Offered, base: str) -> dict[str, Any]:
        """Its entry in the catalogue."""
        path = self.path(offered)
        status = path.stat()
        return {
            "@id": self.iri(offered),
            "@type": "Dataset",
            "dct:title": offered.title,
            "dct:description": offered.description,
            "dcat:keyword": list(offered.keywords),
            "dct:publisher": self.participant,
            "hasPolicy": [self.policy(offered).written()],
            "distribution": [
                {
                    "@type": "Distribution",
                    "format": PULL,
                    "accessService": service(self.participant, base),
                    "dcat:byteSize": status.st_size,
                    "spdx:checksum": {
                        "spdx:algorithm": SHA256,
                        "spdx:checksumValue": _sha256(path, status.st_mtime_ns, status.st_size),
                    },
                }
            ],
        }

    def catalogue(self, partner: str, base: str) -> dict[str, Any]:
        """What that partner may see, as the protocol has it."""
        found = [self.dataset(each, base) for each in self.of_partner(partner)]
        named = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.participant}#catalogue")
        return {
            "@context": [CONTEXT],
            "@id": f"urn:uuid:{named}",
            "@type": "Catalog",
            "participantId": self.participant,
            "service": [service(self.participant, base)],
            **({"dataset": found} if found else {}),
        }


def service(participant: str, base: str) -> dict[str, str]:
    """The connector itself."""
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{participant}#connector")
    return {"@id": f"urn:uuid:{named}", "@type": "DataService", "endpointURL": base}


def _plain(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(mode="json", by_alias=True, exclude_unset=True)


@lru_cache(maxsize=1000)
def _sha256(path: Path, changed_ns: int, size: int) -> str:
    """Kept for as long as time and size of the file stay."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_terms(offered: Offered) -> None:
    """Raise where terms would be served that this side does not understand, and so cannot keep."""
    strange = strange_in_terms(offered.permission, offered.prohibition, offered.obligation)
    for where, found, allowed in strange:
        raise OfficinaError(
            f"{FILE}, dataset {offered.id}, {where}: {found[:200]!r} is not understood.",
            "Data would be given to whoever asks, whatever that was to say.",
            f"There may stand: {allowed}.",
        )


def _read(path: Path) -> Offers:
    try:
        return Offers.model_validate(toml_of(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        why = "it is not there"
    except (NoToml, UnicodeDecodeError) as error:
        why = f"it is no TOML: {error}"
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    raise OfficinaError(
        f"{path} cannot be used: {why}.",
        "It says which data is offered, and under which terms.",
        "Correct it by docs/howto/share-data-over-a-data-space.md.",
    )

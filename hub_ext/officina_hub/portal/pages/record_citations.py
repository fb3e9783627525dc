"""The citations of a record, as its page shows them: to be copied, or taken as a file."""

from __future__ import annotations

import json
from typing import NamedTuple

from officina_hub.catalogue.writers.forms import BIBTEX, CITATION, CSL_JSON, Form
from officina_widgets.catalogue.records import Record
from officina_widgets.finding.citation import citation_of
from officina_widgets.finding.citation_forms import bibtex_of, csl_item


class ShownCitation(NamedTuple):
    """One form of it; ``lines`` is how high its field is."""

    form: Form
    text: str

    @property
    def lines(self) -> int:
        """As many as it has, up to what fits on a screen; a line of text may need several."""
        return min(12, max(3, self.text.count("\n") + 1))


def citations_of(record: Record) -> tuple[ShownCitation, ...]:
    """As text first, then for reference managers."""
    return (
        ShownCitation(CITATION, citation_of(record)),
        ShownCitation(BIBTEX, bibtex_of(record).rstrip()),
        ShownCitation(CSL_JSON, json.dumps(csl_item(record), ensure_ascii=False, indent=1)),
    )

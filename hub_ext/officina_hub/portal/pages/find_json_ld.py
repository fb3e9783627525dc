"""The data block of a record's page: the record in schema.org's terms, as HTML can hold it."""

from __future__ import annotations

import json

from markupsafe import Markup

from officina_hub.catalogue.writers.schema_org import as_schema_org
from officina_hub.portal.pages.structured import ESCAPES
from officina_widgets.catalogue.records import Record


def record_json_ld(record: Record, *, url: str) -> Markup:
    """For search engines and other catalogues."""
    text = json.dumps(as_schema_org(record, url=url), ensure_ascii=False).translate(ESCAPES)
    return Markup(text)  # noqa: S704 - the three characters that HTML minds are escaped above

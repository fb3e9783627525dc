"""Where a record leads in the portal, for a page that the Hub serves beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from officina_widgets.catalogue.filed import CatalogRecord

BASE_VARIABLE: Final = "JUPYTERHUB_BASE_URL"
PORTAL: Final = "services/officina"
CAN_BE_ASKED_FOR: Final = frozenset({"service", "dataset", "data_service", "series"})


def request_page(filed: CatalogRecord, environment: Mapping[str, str] = os.environ) -> str:
    """The path of the form that asks for access; empty outside a hub and for other kinds."""
    base = environment.get(BASE_VARIABLE, "")
    if not base.startswith("/") or filed.record.kind not in CAN_BE_ASKED_FOR:
        return ""
    return f"{base.rstrip('/')}/{PORTAL}/find/{filed.id}/request"

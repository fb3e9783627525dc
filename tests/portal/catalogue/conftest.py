"""A database of a portal, and a hand that loads into it."""

from __future__ import annotations

import pytest
from catalogue_samples import Lorry

from officina_hub.portal import db


@pytest.fixture
def lorry(database: db.Database) -> Lorry:
    return Lorry(database)

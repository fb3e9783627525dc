"""What a data steward agrees to, as the portal writes it down before anybody is asked."""

from __future__ import annotations

from portal_house import NOON

from officina_hub.portal.store.act import Act
from officina_hub.portal.store.data_agreements import Wanted

STELLA = Act(user="stella", at=NOON)
OFFER = {"@id": "urn:offer", "@type": "Offer", "permission": [{"action": "use"}]}
WANTED = Wanted(
    record_id="aaaaaaaaaaaaaaaa",
    partner="energy",
    address="https://connector.example.org",
    provider="Grid of Example",
    dataset="urn:uuid:prices",
    title="Power price by hour",
    offer=OFFER,
    purpose="research",
    country="FI",
    actions=["analyze"],
    by_person=False,
    stated_sha256="",
)

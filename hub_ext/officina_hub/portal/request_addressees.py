"""Who outside the portal is told of a request for a record, so that the form can say it before."""

from __future__ import annotations

from collections.abc import Iterator

from officina_hub.mail.addresses import LONGEST, PLAIN
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.store.request_forms import Addressee
from officina_widgets.catalogue.records import Record, Service


def addressees(record: Record, settings: PortalSettings) -> tuple[Addressee, ...]:
    """The factory's address, the one in the description, and the ticket system's, as set up."""
    mails = dict.fromkeys(_mails(record, settings)) if settings.mail.is_offered else ()
    found = [Addressee(way="mail", address=address) for address in mails]
    if settings.requests.post:
        found.append(Addressee(way="post", address=settings.requests.post))
    return tuple(found)


def person_address(name: str, settings: PortalSettings) -> str:
    """The address that this hub makes of a person's name, to begin with; often empty."""
    made = settings.mail.address.replace("{name}", name)
    return made if len(made) <= LONGEST and PLAIN.fullmatch(made) else ""


def _mails(record: Record, settings: PortalSettings) -> Iterator[str]:
    told = settings.requests.mail or settings.identity.contact
    if PLAIN.fullmatch(told):
        yield told
    owner = owner_address(record)
    if settings.requests.owners and owner:
        yield owner


def owner_address(record: Record) -> str:
    """Where the description says to ask; a service's help desk comes first."""
    desk = record.helpdesk_email if isinstance(record, Service) else None
    for contact in (desk, record.contact_point):
        if contact and contact.email and PLAIN.fullmatch(contact.email):
            return contact.email
    return ""

"""What a record tells, as labelled facts in the order in which people ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.curate.labels import choice_name, label_of
from officina_hub.portal.pages.eosc_words import domain_name, life_cycle_name
from officina_hub.portal.pages.find_words import Names
from officina_hub.portal.pages.formats import Formats
from officina_hub.portal.pages.mail_link import mail_to
from officina_widgets.catalogue.records import (
    Agent,
    ContactPoint,
    DataService,
    Dataset,
    Organisation,
    Record,
    Service,
    Training,
)
from officina_widgets.catalogue.words import in_language

LONG_CHARACTERS: Final = 90


class Told(NamedTuple):
    """One value, with the address it leads to if it leads anywhere."""

    text: str
    href: str = ""


class Fact(NamedTuple):
    """A label with its values."""

    label: str
    values: tuple[Told, ...]

    @property
    def is_long(self) -> bool:
        """Whether it needs a line of its own."""
        return sum(len(value.text) for value in self.values) > LONG_CHARACTERS


class Facts:
    """The facts of one record for one reader."""

    def __init__(self, t: NullTranslations, formats: Formats, languages: tuple[str, ...]) -> None:
        self._t = t
        self._formats = formats
        self._languages = languages
        self._names = Names(t, languages[0])

    def of(self, record: Record) -> list[Fact]:
        """Those of its kind, then those that every kind has; only what is told."""
        return [fact for fact in self.all_of(record) if fact.values]

    def all_of(self, record: Record) -> list[Fact]:
        """The same with those that have no value; each kind has its own, always in one order."""
        own: Iterator[Fact] = iter(())
        match record:
            case Service():
                own = self._of_service(record)
            case Dataset():
                own = self._of_dataset(record)
            case DataService():
                own = self._of_data_service(record)
            case Training():
                own = self._of_training(record)
            case Organisation():
                own = self._of_organisation(record)
        return [*own, *self._of_all(record)]

    def _of_service(self, record: Service) -> Iterator[Fact]:
        t = self._t
        yield self._text(
            t.gettext("Who may have it"), in_language(record.eligibility, self._languages)
        )
        yield self._text(t.gettext("For whom"), *record.target_users)
        yield self._named("mode", record.access_modes)
        yield self._text(t.gettext("Cost"), in_language(record.cost_note, self._languages))
        yield self._chosen("order_type", (record.order_type,) if record.order_type else ())
        yield self._chosen("access_types", record.access_types)
        yield self._text(
            t.gettext("Countries it is offered in"),
            *(self._names.place(code) for code in record.geographical_availabilities),
        )
        yield self._named("trl", (str(record.trl),) if record.trl else ())
        stage = record.life_cycle_status
        yield self._text(t.gettext("Stage of its life"), life_cycle_name(t, stage) if stage else "")
        domains = (domain_name(t, code) for code in record.scientific_domains)
        yield self._text(t.gettext("Scientific domains"), *domains)
        yield self._text(t.gettext("Categories"), *record.categories)
        yield self._link(t.gettext("Terms of use"), record.terms_of_use)
        yield self._link(t.gettext("Privacy policy"), record.privacy_policy)
        yield self._link(t.gettext("Service level"), record.sla)
        yield self._link(t.gettext("User manual"), record.user_manual)
        yield self._contact(t.gettext("Help desk"), record.helpdesk_email)

    def _of_dataset(self, record: Dataset) -> Iterator[Fact]:
        t = self._t
        yield Fact(t.gettext("Made by"), tuple(map(_agent, record.creator)))
        yield self._text(t.gettext("Where it is about"), *record.spatial)
        span = [day for day in (record.temporal_start, record.temporal_end) if day]
        yield self._text(
            t.gettext("Time it covers"), " \N{EN DASH} ".join(map(self._formats.day, span))
        )
        yield self._text(t.gettext("How often it changes"), record.frequency or "")
        yield self._text(t.gettext("Provenance"), in_language(record.provenance, self._languages))
        yield self._link(t.gettext("Croissant description"), record.croissant)

    def _of_data_service(self, record: DataService) -> Iterator[Fact]:
        yield self._link(self._t.gettext("Endpoint"), record.endpoint_url)
        yield self._link(self._t.gettext("Its description"), record.endpoint_description)

    def _of_training(self, record: Training) -> Iterator[Fact]:
        t = self._t
        yield Fact(t.gettext("Authors"), tuple(map(_agent, record.authors)))
        yield self._named("level", (record.educational_level,) if record.educational_level else ())
        minutes = record.time_required_minutes
        yield self._text(t.gettext("Time"), self._formats.minutes(minutes) if minutes else "")
        yield self._text(t.gettext("For whom"), *record.audience)
        yield self._text(t.gettext("What you learn"), *record.teaches)
        yield self._text(t.gettext("What you should know"), *record.competency_required)
        yield _skills(t.gettext("Skills it teaches"), record, "teaches")
        yield _skills(t.gettext("Skills it builds on"), record, "requires")

    def _of_organisation(self, record: Organisation) -> Iterator[Fact]:
        t = self._t
        yield self._text(t.gettext("City"), record.city or "")
        yield Fact(t.gettext("Hosted by"), (_agent(record.host),) if record.host else ())
        yield self._text(t.gettext("Systems"), *record.systems)
        partners = (self._names.value("country", code) for code in record.partner_countries)
        yield self._text(t.gettext("Partner countries"), *partners)

    def _of_all(self, record: Record) -> Iterator[Fact]:
        t = self._t
        publisher = record.publisher
        yield Fact(t.gettext("Publisher"), (_agent(publisher),) if publisher else ())
        yield self._named("country", (record.country,) if record.country else ())
        yield self._named("theme", record.themes)
        yield self._named("sector", record.sectors)
        yield self._named("step", record.steps)
        yield self._named("language", record.languages)
        yield self._named("access", (record.access_rights,) if record.access_rights else ())
        yield self._licence(record.licence)
        yield self._text(t.gettext("Keywords"), *record.keywords)
        yield self._text(t.gettext("Identifiers"), *record.identifiers)
        yield self._text(t.gettext("Version"), record.version or "")
        yield self._text(
            t.gettext("Issued"), self._formats.day(record.issued) if record.issued else ""
        )
        changed = self._formats.day(record.modified) if record.modified else ""
        yield self._text(t.gettext("Changed"), changed)
        yield self._contact(t.gettext("Contact"), record.contact_point)

    def _text(self, label: str, *texts: str) -> Fact:
        return Fact(label, tuple(Told(text) for text in texts if text))

    def _named(self, facet: str, values: Iterable[str]) -> Fact:
        told = tuple(Told(self._names.value(facet, value)) for value in values)
        return Fact(self._names.facet(facet), told)

    def _chosen(self, field: str, codes: Iterable[str]) -> Fact:
        told = tuple(Told(choice_name(self._t, field, code)) for code in codes)
        return Fact(label_of(self._t, field), told)

    def _link(self, label: str, address: str | None) -> Fact:
        return Fact(label, (Told(address, address),) if address else ())

    def _licence(self, licence: str | None) -> Fact:
        if licence is None:
            return self._named("licence", ())
        href = licence if licence.startswith(("http://", "https://")) else ""
        return Fact(
            self._names.facet("licence"), (Told(self._names.value("licence", licence), href),)
        )

    def _contact(self, label: str, contact: ContactPoint | None) -> Fact:
        if contact is None:
            return Fact(label, ())
        told = [
            Told(contact.name) if contact.name else None,
            Told(contact.email, mail_to(contact.email)) if contact.email else None,
            Told(contact.url, contact.url) if contact.url else None,
        ]
        return Fact(label, tuple(one for one in told if one))


def _skills(label: str, record: Training, use: str) -> Fact:
    found = (one for one in record.skills if one.use == use)
    return Fact(label, tuple(Told(one.label, _followed(one.id)) for one in found))


def _followed(iri: str) -> str:
    return iri if iri.startswith(("http://", "https://")) else ""


def _agent(agent: Agent) -> Told:
    return Told(agent.name, _followed(agent.homepage or agent.iri or ""))

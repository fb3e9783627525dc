"""A repository of OAI-PMH 2.0: increments, tokens, deletions, and answers that are none."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from harvest_hand import Hand, figures, site
from strangers import Caller

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-11-23T08:00:00Z</responseDate>"
)
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</oai_dc:dc>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">'
    '<dcat:Dataset rdf:about="https://data.example/{0}"><dct:title>{0}</dct:title>'
    "<dct:description>d</dct:description></dcat:Dataset></rdf:RDF>"
)


def dublin_core(name: str, kind: str = "Dataset", title: str = "The") -> str:
    fields = f"<dc:title>{title} {name}</dc:title><dc:type>{kind}</dc:type>"
    return DC.format(f"{fields}<dc:identifier>https://doi.org/10.1/{name}</dc:identifier>")


def record(name: str, metadata: str | None) -> str:
    status = "" if metadata else ' status="deleted"'
    body = f"<metadata>{metadata}</metadata>" if metadata else ""
    return (
        f"<record><header{status}><identifier>oai:x.example:{name}</identifier>"
        f"<datestamp>2026-11-01T00:00:00Z</datestamp></header>{body}</record>"
    )


class Repository:
    """Answers ListRecords by the question; ``lists`` has what stands for token, or from, or all."""

    def __init__(self, *, deleted: str = "persistent", prefix: str = "oai_dc") -> None:
        self.deleted, self.prefix = deleted, prefix
        self.lists: dict[str, str | Callable[[Caller], None]] = {}
        self.questions: list[dict[str, str]] = []

    def __call__(self, caller: Caller) -> None:
        asked = {key: value[0] for key, value in parse_qs(urlsplit(caller.path).query).items()}
        verb = asked["verb"]
        if verb == "Identify":
            body = (
                f"<Identify><deletedRecord>{self.deleted}</deletedRecord>"
                "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
            )
        elif verb == "ListMetadataFormats":
            body = (
                "<ListMetadataFormats><metadataFormat><metadataPrefix>"
                f"{self.prefix}</metadataPrefix></metadataFormat></ListMetadataFormats>"
            )
        else:
            self.questions.append(asked)
            key = asked.get("resumptionToken") or asked.get("from") or "all"
            found = self.lists.get(key, '<error code="noRecordsMatch"/>')
            if callable(found):
                found(caller)
                return
            body = found
        caller.answer(200, f"{HEAD}{body}</OAI-PMH>".encode(), Content_Type="text/xml")


def listed(*records: str, token: str = "") -> str:
    return (
        f"<ListRecords>{''.join(records)}<resumptionToken>{token}</resumptionToken></ListRecords>"
    )


def test_records_come_by_tokens_and_then_only_what_is_new_and_deleted(hand: Hand):
    repository = Repository()
    repository.lists["all"] = listed(record("a", dublin_core("a")), token="t1")
    repository.lists["t1"] = listed(record("b", dublin_core("b", "Course")))
    with site({"/oai": repository}) as peer:
        assert figures(hand.harvest("oai-pmh", peer.address("/oai"))) == (2, 0, 0, 0)
        kinds = {iri: known["kind"] for iri, known in hand.shown().items()}
        assert kinds == {"oai:x.example:a": "dataset", "oai:x.example:b": "training"}
        moment = "2026-11-23T08:00:00Z"
        repository.lists[moment] = listed(
            record("a", None),
            record("c", dublin_core("c")),
            record("b", dublin_core("b", "Course", "Our")),
        )
        report = hand.harvest("oai-pmh", peer.address("/oai"))
        assert repository.questions[-1]["from"] == moment
    assert figures(report) == (1, 1, 1, 0)
    assert set(hand.shown()) == {"oai:x.example:b", "oai:x.example:c"}


def test_a_harvest_that_was_cut_off_goes_on_with_its_token(hand: Hand):
    repository = Repository()
    repository.lists["all"] = listed(record("a", dublin_core("a")), token="t1")
    repository.lists["t1"] = lambda caller: caller.answer(500)
    with site({"/oai": repository}) as peer:
        report = hand.harvest("oai-pmh", peer.address("/oai"))
        assert (report.verdict, report.figures.added) == ("unreachable", 1)
        repository.lists["t1"] = listed(record("b", dublin_core("b")))
        repository.questions.clear()
        assert figures(hand.harvest("oai-pmh", peer.address("/oai"))) == (1, 0, 0, 0)
        assert [asked.get("resumptionToken") for asked in repository.questions] == ["t1"]
        assert len(hand.shown()) == 2


def test_a_token_that_is_not_known_any_more_begins_anew(hand: Hand):
    repository = Repository()
    repository.lists["all"] = listed(record("a", dublin_core("a")), token="t1")
    repository.lists["t1"] = lambda caller: caller.answer(500)
    with site({"/oai": repository}) as peer:
        hand.harvest("oai-pmh", peer.address("/oai"))
        repository.lists = {
            "t1": '<error code="badResumptionToken"/>',
            "all": listed(record("b", dublin_core("b"))),
        }
        assert figures(hand.harvest("oai-pmh", peer.address("/oai"))) == (1, 0, 1, 0)


def test_a_repository_that_forgets_what_it_deleted_is_read_whole(hand: Hand):
    repository = Repository(deleted="no")
    repository.lists["all"] = listed(record("a", dublin_core("a")), record("b", dublin_core("b")))
    with site({"/oai": repository}) as peer:
        hand.harvest("oai-pmh", peer.address("/oai"))
        repository.lists["all"] = listed(record("b", dublin_core("b")))
        assert figures(hand.harvest("oai-pmh", peer.address("/oai"))) == (0, 0, 1, 0)


def test_rdf_is_read_as_dcat_and_deleted_by_its_identifier(hand: Hand):
    repository = Repository(prefix="rdf")
    repository.lists["all"] = listed(record("a", RDF.format("a")), record("b", RDF.format("b")))
    with site({"/oai": repository}) as peer:
        assert figures(hand.harvest("oai-pmh", peer.address("/oai"))) == (2, 0, 0, 0)
        repository.lists["2026-11-23T08:00:00Z"] = listed(record("a", None))
        assert hand.harvest("oai-pmh", peer.address("/oai")).figures.deleted == 1
    assert list(hand.shown()) == ["https://data.example/b"]


def test_one_bad_record_stops_nothing_and_says_why(hand: Hand):
    repository = Repository()
    repository.lists["all"] = listed(
        record("a", dublin_core("a", "Software")),
        record("b", "<x>y</x>"),
        record("c", DC.format("<dc:type>Dataset</dc:type>")),
        record("d", dublin_core("d")),
    )
    with site({"/oai": repository}) as peer:
        report = hand.harvest("oai-pmh", peer.address("/oai"))
    assert figures(report) == (1, 0, 0, 3)
    reasons = " ".join(told.reason for told in report.rejected)
    assert all(part in reasons for part in ("Software", "neither oai_dc", "no usable title"))


def test_tokens_in_a_circle_and_what_is_no_xml_end_the_harvest(hand: Hand):
    repository = Repository()
    repository.lists["all"] = listed(record("a", dublin_core("a")), token="t1")
    repository.lists["t1"] = listed(record("b", dublin_core("b")), token="t1")
    with site({"/oai": repository}) as peer:
        report = hand.harvest("oai-pmh", peer.address("/oai"))
        assert "a token that it gave before" in report.why
        assert report.figures.added == 2
        peer.pages["/oai"] = b"<html>"
        assert "OAI-PMH" in hand.harvest("oai-pmh", peer.address("/oai")).why
        laughs = b'<!DOCTYPE l [<!ENTITY a "aaaa">]><OAI-PMH>&a;</OAI-PMH>'
        peer.pages["/oai"] = laughs
        assert "entity" in hand.harvest("oai-pmh", peer.address("/oai")).why
    assert len(hand.shown()) == 2

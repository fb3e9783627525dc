"""A small made-up web, and the server that serves it on this machine alone.

The sites end in .example, a name that RFC 2606 keeps for examples: nobody owns them. One server on
127.0.0.1 answers for all of them, as a proxy does, and writes down each request that it gets.
"""

import csv
import itertools
import json
import random
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

NAMES = ["Linde", "Aurora", "Mimosa", "Vega", "Luna", "Rosa", "Delta", "Boreas", "Stella", "Iris", "Nova", "Terra"]
TOWNS = ["Gent", "Riga", "Porto", "Brno", "Graz", "Oulu", "Lille", "Bari", "Cork", "Split", "Pécs", "Łódź", "Tartu", "Kaunas", "Varna", "Patras", "Košice", "Maribor", "Aarhus", "Malmö", "Gozo", "Cluj", "Bilbao", "Trier"]
BREAD, ENERGY = range(6), range(6, 12)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


class Page(NamedTuple):
    """What the server answers for one address, and what the maker knows about it."""

    body: str
    status: int = 200
    headers: tuple = (("Content-Type", "text/html; charset=utf-8"),)
    kind: str = "site"
    language: str = ""
    facts: tuple = ()


def sentences_by_language():
    """Return the twelve sentences of each language, with gaps."""
    found = {}
    with open(Path(__file__).with_name("sentences.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["language"], []).append(row["text"])
    return found


def facts_of(dice):
    """Return what fills the gaps of one page."""
    return {
        "name": dice.choice(NAMES),
        "town": dice.choice(TOWNS),
        "year": dice.randrange(1870, 2021),
        "h": f"{dice.randrange(6, 19)}:{dice.choice(['00', '15', '30', '45'])}",
        "g": dice.randrange(500, 1500, 50),
        "eur": dice.randrange(2, 200),
        "km": dice.randrange(2, 60),
        "kwh": dice.randrange(20, 9000),
    }


def article(sentences, topic, dice):
    """Return the sentences of one page, and the facts in them."""
    first, *others = topic
    chosen = [first, *dice.sample(others, 4)]
    facts, lines = facts_of(dice), []
    for number in chosen:
        own = {**facts_of(dice), "name": facts["name"], "town": facts["town"]}
        lines.append(sentences[number].format(**own))
        facts[number] = own
    return lines, facts


def html_page(site, title, lines, *, links=(), language="en", licence="", head=""):
    """Return a page as sites make them: the text, and much around it."""
    menu = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in [("/", "Home"), ("/about", "About us"), ("/jobs", "Jobs"), ("/contact", "Contact")])
    related = "".join(f'<li><a href="{link}">Read more</a></li>' for link in links)
    licence_link = f'<link rel="license" href="{licence}">' if licence else ""
    text = "".join(f"<p>{line}</p>\n" for line in lines)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{licence_link}{head}</head>\n<body>'
        f'<div class="banner"><p>We use cookies to improve your visit. <a href="/cookies">Accept all</a> <a href="/cookies">Settings</a></p></div>\n'
        f"<nav><ul>{menu}</ul></nav>\n<main><h1>{title}</h1>\n{text}</main>\n"
        f"<aside><h2>You may also like</h2><ul>{related}</ul></aside>\n"
        f'<footer><p>© 2026 {site} · <a href="/imprint">Imprint</a> · <a href="/privacy">Privacy</a> · Subscribe to our newsletter</p></footer></body></html>'
    )


class MadeWeb:
    """All pages of the made-up web, and the server's log."""

    def __init__(self, seed, pages_each=4):
        self.pages, self._log, self._began = {}, [], time.monotonic()
        self._visits = itertools.count(1)
        dice, sentences = random.Random(seed), sentences_by_language()
        self._make_texts(sentences, pages_each, dice)
        self._make_reserved(sentences, dice)
        self._make_copies(sentences, dice)
        self._make_rubbish(sentences, dice)
        self._make_front_pages()

    def _add(self, site, path, page):
        self.pages[f"http://{site}{path}"] = page

    def _make_texts(self, sentences, pages_each, dice):
        """Bread and energy in 24 languages; one of the two sites calls every page English."""
        for language, own in sentences.items():
            for number in range(pages_each):
                for site, topic, declared in [("bread.example", BREAD, language), ("energy.example", ENERGY, "en")]:
                    lines, facts = article(own, topic, dice)
                    licence = dice.choice([CC_BY, CC_BY, CC_BY_SA, ""])
                    links = [f"/{language}/{(number + 1) % pages_each}.html?utm_source=footer"]
                    if site == "bread.example" and number == 0:
                        links.append(f"/private/{language}/staff.html")
                        self._add(site, f"/private/{language}/staff.html", Page(html_page(site, "Staff", lines), kind="private", language=language))
                        if language in ("de", "fi", "fr"):
                            links.append(f"/private/open/{language}.html")
                            more, _ = article(own, topic, dice)
                            self._add(site, f"/private/open/{language}.html", Page(html_page(site, "Recipes", more, language=language, licence=CC_BY), kind="text", language=language))
                    body = html_page(site, f"{facts['name']} ({facts['town']})", lines, links=links, language=declared, licence=licence)
                    self._add(site, f"/{language}/{number}.html", Page(body, kind="text", language=language, facts=tuple(facts.items())))
        self._add("bread.example", "/robots.txt", text_page("# Bakers of Europe\nUser-agent: *\nDisallow: /private/\nAllow: /private/open/\n"))

    def _make_reserved(self, sentences, dice):
        """Sites that reserve text and data mining, each in another way."""
        order = ["en", "de", "fr", "sv", "pl", "es"]
        for number, language in enumerate(order):
            lines, _ = article(sentences[language], BREAD, dice)
            for path, kind in [(f"/letters/{number}.html", "reserved"), (f"/open/{number}.html", "text")]:
                text, _ = article(sentences[language], ENERGY, dice)
                self._add("archive.example", path, Page(html_page("archive.example", "From the archive", text, language=language, licence=CC_BY), kind=kind, language=language))
            reserved = number % 2 == 0
            headers = (("Content-Type", "text/html; charset=utf-8"), *([("TDM-Reservation", "1")] if reserved else []))
            self._add("press.example", f"/{number}.html", Page(html_page("press.example", "News", lines, language=language), headers=headers, kind="reserved" if reserved else "text", language=language))
            head = ['<meta name="robots" content="noai, noimageai">', '<meta name="tdm-reservation" content="1">', ""][number % 3]
            text, _ = article(sentences[language], BREAD, dice)
            self._add("art.example", f"/{number}.html", Page(html_page("art.example", "Drawings", text, language=language, head=head), kind="reserved" if head else "text", language=language))
            self._add("closed.example", f"/{number}.html", Page(html_page("closed.example", "Members", lines, language=language), kind="closed", language=language))
            self._add("broken.example", f"/{number}.html", Page(html_page("broken.example", "Soon", lines, language=language), kind="closed", language=language))
        self._add("archive.example", "/robots.txt", text_page("User-agent: *\nDisallow:\nCrawl-delay: 0.05\n"))
        reservation = [{"location": "/letters/*", "tdm-reservation": 1, "tdm-policy": "https://archive.example/policy.json"}, {"location": "/open/*", "tdm-reservation": 0}]
        self._add("archive.example", "/.well-known/tdmrep.json", Page(json.dumps(reservation), headers=(("Content-Type", "application/json"),)))
        self._add("closed.example", "/robots.txt", text_page("User-agent: *\nDisallow: /search\n\nUser-agent: learner-bot\nUser-agent: other-bot\nDisallow: /\n"))
        self._add("broken.example", "/robots.txt", text_page("The server is being repaired.", status=503))

    def _make_copies(self, sentences, dice):
        """A site that copies pages of others, with a line more or another number."""
        originals = [(url, page) for url, page in self.pages.items() if page.kind == "text" and page.facts]
        for number, (_, page) in enumerate(dice.sample(originals, 30)):
            facts = dict(page.facts)
            own = sentences[page.language]
            lines = [own[key].format(**values) for key, values in facts.items() if isinstance(key, int)]
            if number % 3 == 1:  # one of five sentences is new
                lines[-1] = own[BREAD[5] if min(k for k in facts if isinstance(k, int)) == 0 else ENERGY[5]].format(**facts_of(dice))
            if number % 3 == 2:
                lines.append(f"mirror.example {number}")
            self._add("mirror.example", f"/copy/{number}.html", Page(html_page("mirror.example", f"{facts['name']} ({facts['town']})", lines, language=page.language), kind="copy", language=page.language))

    def _make_rubbish(self, sentences, dice):
        """Pages that nobody wants in a data pool, and a calendar without end."""
        for number in range(8):
            language = dice.choice(list(sentences))
            own = sentences[language]
            self._add("shop.example", f"/thin/{number}.html", Page(html_page("shop.example", "Item", [own[1].format(**facts_of(dice))], language=language), kind="thin", language=language))
            line = own[5].format(**facts_of(dice))
            self._add("shop.example", f"/offers/{number}.html", Page(html_page("shop.example", "Offers", [line] * 8, language=language), kind="repeated", language=language))
            digits = [" ".join(f"#{dice.randrange(10**6)}|{dice.randrange(100)}%" for _ in range(12)) for _ in range(4)]
            self._add("shop.example", f"/stock/{number}.html", Page(html_page("shop.example", "Stock", digits, language=language), kind="symbols", language=language))

    def _make_front_pages(self):
        """Each site's first page links to all others of the site, and the first site's to all sites."""
        paths = {}
        for url, page in self.pages.items():
            if page.kind not in ("site", "private"):
                paths.setdefault(urlsplit(url).netloc, []).append(urlsplit(url).path)
        sites = list(paths)
        for site in sites:
            others = [f"http://{other}/" for other in sites[1:]] if site == sites[0] else []
            first = {"bread.example": ["/private/de/staff.html", "/private/open/de.html"], "shop.example": ["/calendar?month=1"]}.get(site, [])
            links = [*others, *first, *paths[site]]
            self._add(site, "/", Page(html_page(site, site, [], links=links), kind="front"))

    def write_truth(self, name):
        """Write which language each text has, and what kind of page it is, as CSV."""
        with open(name, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["url", "language", "kind"])
            for url, page in self.pages.items():
                if page.language and page.kind not in ("private", "reserved", "closed"):
                    writer.writerow([url, page.language, page.kind])

    def page(self, url):
        """Return the page that the server has for an address."""
        parts = urlsplit(url)
        if parts.netloc == "shop.example" and parts.path == "/calendar":
            month = int(parse_qs(parts.query)["month"][0])
            links = [f"/calendar?month={month + 1}", f"/?sid={next(self._visits)}"]
            return Page(html_page("shop.example", f"Month {month}", [], links=links), kind="trap")
        nothing = Page("<p>Not found</p>", status=404)
        return self.pages.get(f"http://{parts.netloc}{parts.path or '/'}", nothing)

    def note(self, url, agent, status):
        """Write one request into the log."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self._log.append({"time": time.monotonic() - self._began, "site": parts.netloc, "path": path, "agent": agent, "status": status})

    def log(self):
        """Return all requests since the log was begun: time in seconds, site, path, agent, status."""
        return [dict(line) for line in self._log]

    def new_log(self):
        """Begin an empty log."""
        self._log, self._began = [], time.monotonic()

    def serve(self):
        """Serve on a free port of this machine, and return its number."""
        made = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                page = made.page(self.path)
                made.note(self.path, self.headers.get("User-Agent", ""), page.status)
                content = page.body.encode()
                self.send_response(page.status)
                for name, value in page.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                """Say nothing on the screen: the log is kept above."""

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_address[1]


def text_page(text, status=200):
    """Return a page of plain text, as robots.txt is one."""
    return Page(text, status=status, headers=(("Content-Type", "text/plain; charset=utf-8"),))

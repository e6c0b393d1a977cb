"""A site, read politely, and never what is not the web's."""

import socket
from collections.abc import Iterator
from contextlib import closing
from ipaddress import ip_network
from pathlib import Path

import pytest

from kb.importing.addresses import is_public
from kb.importing.fetching import Web
from kb.importing.robots import robots
from kb.importing.site import read
from store.unit_of_work import SqlBooks
from support.errors import BrokenContent, Refused
from tests.kb.importing.desk import drafts, faults, imports, texts, told, written
from tests.standins.site import Site

PAGE = """<!doctype html><html lang="en"><head><title>{title} | Teamug</title></head><body>
<header><nav><a href="/">Home</a> <a href="/cart">Cart</a></nav></header>
<main><article><h1>{title}</h1>
<p>{text} This paragraph is long enough to be told from a menu by any reader of pages.</p>
<p>A second one says the same again, with a <a href="{link}">link to another page</a> in it, and goes on a little.</p>
<script>alert(1)</script></article></main>
<footer><p>Copyright. Cookies. Imprint.</p></footer></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        served.has("/returns", PAGE.format(title="Returns", text="You have 30 days.", link="/hours"))
        served.has("/hours", PAGE.format(title="Hours", text="Nine to six.", link="javascript:alert(1)"))
        served.names("/returns", "/hours")
        yield served


@pytest.fixture
def web() -> Iterator[Web]:
    with closing(Web([ip_network("127.0.0.0/8")], sleep=lambda _seconds: None)) as here:
        yield here


def test_a_sitemaps_pages_come_without_what_stands_around_them(site: Site, web: Web, empty: SqlBooks) -> None:
    imports(empty, read(f"{site.url}/sitemap.xml", web, {}))
    found = texts(empty)

    assert found.keys() == {"en/returns", "en/hours"}
    assert found["en/returns"].startswith("You have 30 days.") and "(article:hours)" in found["en/returns"]
    assert not any(word in " ".join(found.values()) for word in ("Cart", "Cookies", "alert", "# Returns"))


def test_what_did_not_change_is_not_sent_again(site: Site, web: Web, empty: SqlBooks) -> None:
    imports(empty, read(f"{site.url}/sitemap.xml", web, {}))
    with empty.reading() as uow:
        marks = {one.topic: one.mark for one in uow.imports.of("shop")}
    site.has("/hours", PAGE.format(title="Hours", text="Ten to six.", link="/returns"))
    found = list(read(f"{site.url}/sitemap.xml", web, marks))

    assert [type(part).__name__ for part in found] == ["Unchanged", "Draft"]
    assert told(imports(empty, found)) == {"en/hours": "changed"}
    assert texts(empty)["en/returns"].startswith("You have 30 days.")


def test_the_front_page_leads_to_the_sitemaps_that_robots_names(site: Site, web: Web) -> None:
    site.has("/robots.txt", f"User-agent: *\nSitemap: {site.url}/index.xml\n", content_type="text/plain")
    index = f"<sitemapindex><sitemap><loc>{site.url}/sub.xml.gz</loc></sitemap></sitemapindex>"
    site.has("/index.xml", index, content_type="application/xml")
    site.names("/hours", at="/sub.xml.gz", packed=True)

    assert [draft.title for draft in drafts(read(site.url, web, {}))] == ["Hours"]


def test_what_robots_ask_not_to_read_is_not_asked_for(site: Site, web: Web) -> None:
    site.has("/robots.txt", "User-agent: *\nDisallow: /*turns$\n", content_type="text/plain")
    found = list(read(f"{site.url}/sitemap.xml", web, {}))

    assert faults(found) == [f"{site.url}/returns: robots.txt asks programs not to read it"]
    assert "/returns" not in site.asked


def test_while_robots_cannot_be_asked_nothing_is_read(site: Site, web: Web) -> None:
    site.has("/robots.txt", "busy", status=503)
    with pytest.raises(BrokenContent, match=r"robots\.txt asks programs not to read it"):
        list(read(f"{site.url}/sitemap.xml", web, {}))


def test_a_page_that_went_goes_and_one_that_stumbles_stays(site: Site, web: Web, empty: SqlBooks) -> None:
    imports(empty, read(f"{site.url}/sitemap.xml", web, {}))
    del site.pages["/returns"]
    site.has("/hours", "broken", status=500)
    plan = imports(empty, read(f"{site.url}/sitemap.xml", web, {}))

    assert told(plan) == {"en/returns": "gone", "en/hours": "kept"}


def test_a_list_of_addresses_in_a_file(site: Site, web: Web, tmp_path: Path) -> None:
    listed = written(tmp_path, "pages.txt", f"# ours\n{site.url}/hours\n\n")
    assert [draft.title for draft in drafts(read(str(listed), web, {}))] == ["Hours"]

    listed = written(tmp_path, "pages.txt", f"{site.url}/hours\nfile:///etc/passwd\n")
    with pytest.raises(BrokenContent, match=r"pages\.txt:2: 'file:///etc/passwd' is no address of a web page"):
        list(read(str(listed), web, {}))


def test_a_page_that_never_ends_is_left(site: Site, web: Web) -> None:
    site.has("/hours", b"<p>" + b"x" * (20 * 2**20 + 1))
    found = list(read(f"{site.url}/sitemap.xml", web, {}))

    assert faults(found) == [f"{site.url}/hours: is larger than 20 MB"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"),
        *("2001:0:0:0:0:0:80ff:fffe", "192.0.0.170", "198.18.0.1", "240.0.0.1", "2001:db8::1"),
    ],
)
def test_private_addresses_in_all_their_clothes_are_refused(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_and_those_the_operator_names_are_not() -> None:
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert is_public("10.1.2.3", [ip_network("10.0.0.0/8")]) and is_public(
        "::ffff:10.1.2.3", [ip_network("10.0.0.0/8")]
    )
    assert not is_public("10.1.2.3", [ip_network("fc00::/7")])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1", "0"])
def test_a_private_machine_is_never_asked(site: Site, host: str) -> None:
    with closing(Web(sleep=lambda _seconds: None)) as web, pytest.raises(Refused, match="private network"):
        web.page(f"http://{host}:{site.port}/returns")
    assert site.asked == []


def test_a_redirect_into_a_private_network_is_refused(site: Site, web: Web) -> None:
    site.leads("/returns", "http://169.254.169.254/latest/meta-data/")
    found = list(read(f"{site.url}/sitemap.xml", web, {}))

    assert "169.254.169.254, within a private network" in faults(found)[0]


@pytest.mark.parametrize("to", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:key@127.0.0.1/"])
def test_a_redirect_out_of_the_web_is_refused(site: Site, web: Web, to: str) -> None:
    site.leads("/returns", to)
    assert "is no address of a web page" in faults(read(f"{site.url}/sitemap.xml", web, {}))[0]


def test_a_redirect_to_itself_ends(site: Site, web: Web) -> None:
    site.leads("/returns", "/returns")
    assert faults(read(f"{site.url}/sitemap.xml", web, {})) == [f"{site.url}/returns: leads on and on"]


def test_a_name_that_changes_between_look_and_connection_leads_nowhere_else(
    site: Site, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resolver is what lies outside: it says a good address twice, and a cloud's own from then on."""
    real, asked = socket.getaddrinfo, []

    def changing(host: str, port: int, *args: object, **named: object) -> object:
        if host != "rebinds.example":
            return real(host, port, *args, **named)  # type: ignore[arg-type]
        asked.append(host)
        address = "127.0.0.1" if len(asked) <= 2 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    page = web.page(f"http://rebinds.example:{site.port}/hours")

    assert page.status == 200 and len(asked) == 2  # for robots.txt and the page: once for each connection
    assert site.hosts[-1] == f"rebinds.example:{site.port}"
    with pytest.raises(Refused, match="private network"):
        web.page(f"http://rebinds.example:{site.port}/hours")


ROBOTS = """# ours
User-agent: ParleyImport
User-agent: other
Disallow: /private/
Allow: /private/open
Crawl-delay: 2

User-agent: *
Disallow: /
Sitemap: https://a.example/s.xml
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [("/", True), ("/private/a", False), ("/private/open/b", True), ("/%70rivate/a", False), ("/private", True)],
)
def test_robots_are_read_as_the_standard_says(path: str, is_allowed: bool) -> None:
    rules = robots(ROBOTS, "ParleyImport")

    assert rules.allows(f"https://a.example{path}") is is_allowed
    assert (rules.delay, rules.sitemaps) == (2.0, ["https://a.example/s.xml"])


@pytest.mark.parametrize(
    ("rule", "path", "is_allowed"),
    [
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x", True),
        ("Disallow: /*?", "/a?x=1", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow:", "/a", True),
        ("Disallow: /ä", "/%C3%A4", False),
        ("Disallow: /" + "*a" * 40 + "b", "/" + "a" * 5000, True),
        ("Disallow: /*a*b$", "/xaxbab", False),
        ("Disallow: /a$", "/ab", True),
    ],
)
def test_a_rule_with_stars(rule: str, path: str, is_allowed: bool) -> None:
    assert robots(f"User-agent: *\n{rule}", "ParleyImport").allows(f"https://a.example{path}") is is_allowed

"""The help centre: what everybody may read, found without a bot and without JavaScript."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import httpx
import pytest

from app.wiring import books
from support.articles import Article
from support.events import ArticlesChanged
from support.votes import Votes
from support.writing import Audience, Topic
from tests.web.office import Desk, Office
from web.help import sitemap
from web.help.catalogue import Catalogue

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
FAR = {"Sec-Fetch-Site": "cross-site"}


def article(slug: str, language: str = "en", title: str = "", tags: tuple[str, ...] = ("returns",)) -> Article:
    return Article(
        slug=slug, language=language, title=title or f"About {slug}", body=f"Short {slug}.\n\nMore.", tags=tags
    )


def publish(*articles: Article) -> None:
    with books().writing() as uow:
        for one in articles:
            uow.articles.put(one)
        uow.record(ArticlesChanged(slugs=tuple(one.slug for one in articles)))
        uow.commit()


def keep_back(slug: str) -> None:
    with books().writing() as uow:
        uow.topics.put(Topic(slug=slug, source="en", audience=Audience.AGENTS))
        uow.record(ArticlesChanged(slugs=(slug,)))
        uow.commit()


def votes() -> dict[tuple[str, str], Votes]:
    with books().reading() as uow:
        return uow.votes.since(EPOCH)


@pytest.fixture
def reader(office: Office) -> Iterator[Desk]:
    publish(article("refunds"), article("refunds", "de", "Erstattungen"), article("swaps", title="Swap <script>it"))
    desk = Desk(office.url)
    yield desk
    desk.http.close()


def test_what_is_published_is_listed_and_what_is_kept_back_is_gone_at_once(reader: Desk) -> None:
    assert "About refunds" in reader.get("/help/en").text

    publish(article("sizes"))
    assert "About sizes" in reader.get("/help/en").text

    keep_back("sizes")
    assert "About sizes" not in reader.get("/help/en").text
    assert reader.get("/help/en/sizes").status_code == 404


def test_a_catalogue_that_followed_knows_what_one_that_reads_anew_knows(reader: Desk) -> None:
    followed = Catalogue(books())
    followed.now()
    publish(article("sizes", "sv"))
    keep_back("refunds")

    assert followed.now().entries == Catalogue(books()).now().entries


def test_an_article_says_where_it_is_and_which_its_sisters_are(reader: Desk) -> None:
    page = reader.get("/help/en/refunds").text

    for said in (
        f'rel="canonical" href="{reader.http.base_url}/help/en/refunds"'.replace("//help", "/help"),
        'hreflang="x-default"',
        'hreflang="de"',
        'property="og:title" content="About refunds"',
        'href="/help/en/topics/returns"',
    ):
        assert said in page


def test_a_title_cannot_end_the_data_beside_it(reader: Desk) -> None:
    page = reader.get("/help/en/swaps").text
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert told is not None
    assert json.loads(told[1])["@graph"][0]["headline"] == "Swap <script>it"
    assert "Swap <script>" not in page


def test_a_language_that_lacks_an_article_offers_the_others(reader: Desk) -> None:
    publish(article("swaps", "fa", "تعویض"))
    answer = reader.get("/help/de/swaps")

    assert answer.status_code == 404
    assert '<html lang="de"' in answer.text
    assert 'href="/help/fa/swaps"' in answer.text


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("/help/EN", "/help/en"), ("/help/EN/refunds", "/help/en/refunds"), ("/help/en/Refunds", "/help/en/refunds")],
)
def test_odd_spellings_lead_to_the_page(reader: Desk, path: str, leads_to: str) -> None:
    answer = reader.get(path)

    assert (answer.status_code, answer.headers["location"]) == (301, leads_to)


@pytest.mark.parametrize(
    "path",
    ["/help/xx", "/help/xx/refunds", "/help/en/%00", "/help/en/%ff%fe", "/help/en/topics/%00", "/help/%00/search?q=x"]
    + [f"/help/en/topics/returns?page={page}" for page in ("0", "2", "-1", "x", "9" * 30, "²")]
    + ["/help/en/topics/nothing", "/sitemaps/0.xml/x", "/sitemaps/9.xml", "/sitemaps/x", "/help/en/" + "x" * 3000],
)
def test_what_is_not_there_is_said(reader: Desk, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(reader: Desk) -> None:
    tag = reader.get("/help/en").headers["etag"]
    assert reader.get("/help/en", **{"If-None-Match": tag}).status_code == 304

    publish(article("sizes"))
    assert reader.get("/help/en", **{"If-None-Match": tag}).status_code == 200


def test_a_page_is_compressed_for_who_takes_it(reader: Desk) -> None:
    with reader.http.stream("GET", "/help/en", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())

    assert b"About refunds" in gzip.decompress(packed)
    assert "content-encoding" not in reader.get("/help/en", **{"Accept-Encoding": "gzip;q=0"}).headers


def test_without_the_bot_titles_are_searched(reader: Desk) -> None:
    page = reader.get("/help/en/search?q=ABOUT+refu").text

    assert 'href="/help/en/refunds"' in page
    assert "<mark>refunds</mark>" in page
    assert 'content="noindex"' in page
    assert [one["url"] for one in reader.get("/help/en/suggest?q=refu").json()] == ["/help/en/refunds"]


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "%00", "%ff", "%22onfocus=x", "x" * 2000])
def test_what_is_searched_for_is_text(reader: Desk, query: str) -> None:
    answer = reader.get(f"/help/en/search?q={query}")

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert '"onfocus' not in answer.text


def test_a_reader_is_counted_once_with_the_last_word(reader: Desk) -> None:
    reader.post("/help/de/refunds/votes", helpful="yes")
    answer = reader.post("/help/de/refunds/votes", helpful="no")

    assert answer.status_code == 303
    assert votes() == {("refunds", "de"): Votes(unhelpful=1)}

    httpx.post(f"{reader.http.base_url}/help/de/refunds/votes", data={"helpful": "yes"}, trust_env=False)
    assert votes() == {("refunds", "de"): Votes(helpful=1, unhelpful=1)}


def test_another_sites_page_cannot_vote(reader: Desk) -> None:
    assert reader.post("/help/en/refunds/votes", FAR, helpful="yes").status_code == 403
    assert reader.post("/help/en/refunds/votes", helpful="perhaps").status_code == 400
    assert reader.post("/help/en/nothing/votes", helpful="yes").status_code == 404
    assert votes() == {}


def test_the_sitemap_names_every_page(reader: Desk) -> None:
    found = [node.text or "" for node in ElementTree.fromstring(reader.get("/sitemap.xml").content).iter() if node.text]

    assert any(url.endswith("/help/de/refunds") for url in found)
    assert "Sitemap: http" in reader.get("/robots.txt").text


def test_many_addresses_are_several_files(reader: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)

    assert "/sitemaps/1.xml" in reader.get("/sitemap.xml").text
    assert reader.get("/sitemaps/1.xml").text.count("<loc>") == 2


def test_a_long_category_has_pages(reader: Desk) -> None:
    publish(*(article(f"piece-{n:03}") for n in range(60)))

    first, second = (reader.get(f"/help/en/topics/returns?page={page}").text for page in (1, 2))
    assert "About piece-000" in first and "About piece-000" not in second
    assert 'rel="next" href="/help/en/topics/returns?page=2"' in first


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/help/", "/help"),
        ("/help/en/", "/help/en"),
        ("/help/en/refunds/", "/help/en/refunds"),
        ("/help/en/search/?q=a%26b", "/help/en/search?q=a%26b"),
        ("/help/en/topics/returns/?page=1", "/help/en/topics/returns?page=1"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_one_address(reader: Desk, path: str, leads_to: str) -> None:
    answer = reader.get(path)

    assert (answer.status_code, answer.headers["location"]) == (301, leads_to)


def test_without_the_bot_phrasings_and_texts_are_searched_and_what_is_kept_back_is_not(reader: Desk) -> None:
    publish(
        replace(article("money", title="Your money back"), questions=("When is my refund here?",)),
        replace(
            article("parcels", title="Parcels"), body="Late.\n\nA courier <b>brings</b> it to a *neighbour* of yours."
        ),
        replace(article("inside", title="For us"), body="Ask the courier."),
    )
    keep_back("inside")

    assert found(reader, "my refu") == ["/help/en/money"]
    assert found(reader, "COURIER neigh") == ["/help/en/parcels"]
    assert found(reader, "ourier") == []  # words begin so, they do not end so
    page = reader.get("/help/en/search?q=courier").text
    assert "A <mark>courier</mark>" in page and "<b>" not in page


def found(reader: Desk, query: str) -> list[str]:
    return [one["url"] for one in reader.get(f"/help/en/suggest?q={query}").json()]


def test_nothing_found_is_not_the_last_word_while_the_bot_is_away(reader: Desk) -> None:
    page = reader.get("/help/en/search?q=zebra").text

    assert "Nothing found for “zebra”." in page
    assert "only pages with exactly these words" in page
    assert "only pages with exactly these words" not in reader.get("/help/en/search?q=refunds").text


def test_without_the_bot_a_page_offers_no_articles(reader: Desk) -> None:
    assert reader.get("/help/en/offers?q=About refunds").json() == []


def test_an_article_tells_the_chat_which_it_is(reader: Desk) -> None:
    assert 'data-article="refunds"' in reader.get("/help/en/refunds").text
    assert "data-article" not in reader.get("/help/en").text


@pytest.mark.parametrize("path", ["/widget.js", "/ui/pages.css", "/widget/chat.js"])
def test_scripts_and_styles_are_compressed_and_kept_for_a_while(reader: Desk, path: str) -> None:
    first = reader.get(path, **{"Accept-Encoding": "gzip"})

    assert first.headers["cache-control"] == "max-age=300"
    assert ("content-encoding" in first.headers) == (len(first.content) > 1000)
    assert reader.get(path, **{"If-None-Match": first.headers["etag"]}).status_code == 304
    assert reader.get(path, **{"Accept-Encoding": "identity"}).content == first.content

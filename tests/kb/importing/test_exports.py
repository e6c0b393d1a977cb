"""What other programs export: Zendesk, WordPress, Confluence, and other people's Markdown."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.importing import confluence, markdown, wordpress, zendesk
from kb.importing.formats import format_of
from store.unit_of_work import SqlBooks
from support.errors import BrokenContent
from tests.kb.importing.desk import faults, imports, texts, written

ZENDESK = {
    "articles": [
        {
            "id": 360001,
            "locale": "en-us",
            "title": "Returns",
            "body": "<p>See <a href='/hc/en-us/articles/360002-Hours'>hours</a>.</p>",
            "section_id": 5,
            "label_names": ["refund"],
            "html_url": "https://shop.zendesk.com/hc/en-us/articles/360001-Returns",
        },
        {"id": 360002, "locale": "en-us", "title": "Hours", "body": "<p>Nine.</p>"},
        {"id": 360003, "locale": "en-us", "title": "Secret", "body": "<p>x</p>", "draft": True},
        {"id": 360004, "locale": "en-us", "title": "Only staff", "body": "<p>x</p>", "user_segment_id": 9},
        {"id": 360005, "locale": "en-us", "title": "Empty", "body": None},
    ],
    "sections": [{"id": 5, "name": "Orders", "category_id": 6}],
    "categories": [{"id": 6, "name": "Shop"}],
    "translations": [
        {"id": 1, "source_id": 360001, "source_type": "Article", "locale": "sv", "title": "Retur", "body": "<p>Ja</p>"},
        {"id": 2, "source_id": 5, "source_type": "Section", "locale": "sv", "title": "Order", "body": ""},
    ],
}


def test_zendesk_with_its_translations_sections_and_links(empty: SqlBooks, tmp_path: Path) -> None:
    path = written(tmp_path, "guide.json", json.dumps(ZENDESK))
    found = list(zendesk.read(path))
    imports(empty, found)

    assert faults(found) == ["guide.json articles[4]: article 360005 has no body"]
    assert texts(empty) == {
        "en/hours": "Nine.",
        "en/returns": "See [hours](article:hours).",
        "sv/returns": "Ja",
    }
    with empty.reading() as uow:
        assert uow.articles.get("returns", "sv").tags == ("Shop", "Orders", "refund")


def test_zendesk_in_a_folder_of_pages_and_lines(tmp_path: Path) -> None:
    written(tmp_path, "articles-1.json", json.dumps([{"articles": ZENDESK["articles"][:1]}]))
    written(tmp_path, "articles-2.jsonl", "\n".join(json.dumps(row) for row in ZENDESK["articles"][1:2] * 2))
    written(tmp_path, "sections.json", json.dumps({"sections": ZENDESK["sections"]}))
    written(tmp_path, "torn.json", '{"articles": [\n{"id": 1,\n')
    found = list(zendesk.read(tmp_path))

    assert [part.split(": no JSON")[0] for part in faults(found)] == ["torn.json:3"]
    assert [draft.tags for draft in found if hasattr(draft, "tags")] == [("Orders", "refund"), ()]
    assert format_of(str(tmp_path)) == "zendesk"


WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Shop</title><language>sv-SE</language>
<item><title>Retur &amp; byte</title><link>https://shop.example/retur/</link>
  <content:encoded><![CDATA[<!-- wp:paragraph --><p>Se <a href="https://shop.example/?p=8">tider</a>.</p>
<!-- /wp:paragraph -->[gallery ids="1"]<script>alert(1)</script>]]></content:encoded>
  <excerpt:encoded><![CDATA[kort]]></excerpt:encoded>
  <wp:post_id>7</wp:post_id><wp:post_name>retur</wp:post_name><wp:status>publish</wp:status>
  <wp:post_type>page</wp:post_type><category domain="category" nicename="x"><![CDATA[Order]]></category></item>
<item><title>Tider</title><link>https://shop.example/tider/</link>
  <content:encoded><![CDATA[Nio till sex.

Lördag:
tio till två.]]></content:encoded>
  <wp:post_id>8</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
  <category domain="language" nicename="sv"><![CDATA[Svenska]]></category>
  <category domain="post_translations" nicename="pll_1"><![CDATA[x]]></category></item>
<item><title>Hours</title><content:encoded><![CDATA[<p>Nine to six.</p>]]></content:encoded>
  <wp:post_id>9</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
  <category domain="language" nicename="en"><![CDATA[English]]></category>
  <category domain="post_translations" nicename="pll_1"><![CDATA[x]]></category></item>
<item><title>Utkast</title><content:encoded><![CDATA[x]]></content:encoded><wp:status>draft</wp:status></item>
<item><title>bild</title><content:encoded><![CDATA[x]]></content:encoded><wp:post_type>attachment</wp:post_type></item>
<item><title></title><content:encoded><![CDATA[x]]></content:encoded><wp:post_id>12</wp:post_id></item>
</channel></rss>"""


def test_wordpress_with_both_editors_and_its_languages(empty: SqlBooks, tmp_path: Path) -> None:
    found = list(wordpress.read(written(tmp_path, "shop.xml", WXR)))
    imports(empty, found)

    assert [part.partition(":")[0] for part in faults(found)] == ["shop.xml"]
    assert faults(found)[0].endswith(": post 12 has no title")
    assert texts(empty) == {
        "sv/retur": "Se [tider](article:tider).",
        "sv/tider": "Nio till sex.\n\nLördag:  \ntio till två.",
        "en/tider": "Nine to six.",
    }


def test_a_torn_export_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match=r"shop\.xml:\d+: no whole XML"):
        list(wordpress.read(written(tmp_path, "shop.xml", WXR[:1200])))


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_grow_or_reach_out(tmp_path: Path, prologue: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n{prologue}\n<rss><item><title>&a;</title></item></rss>'
    with pytest.raises(BrokenContent, match=r"a\.xml:2: declares XML entities"):
        list(wordpress.read(written(tmp_path, "a.xml", text.encode(encoding))))


ENTITIES = """<?xml version="1.0" encoding="UTF-8"?>
<hibernate-generic datetime="2026-01-01 00:00:00">
<object class="BodyContent" package="com.atlassian.confluence.core"><id name="id">1</id>
<property name="body"><![CDATA[<p>See <ac:link><ri:page ri:content-title="Opening hours" /><ac:plain-text-link-body>
<![CDATA[our hours]]]]><![CDATA[></ac:plain-text-link-body></ac:link>.</p><ac:structured-macro ac:name="info">
<ac:parameter ac:name="title">no</ac:parameter><ac:rich-text-body><p>Note <strong>this</strong>.</p></ac:rich-text-body>
</ac:structured-macro><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">sh</ac:parameter>
<ac:plain-text-body><![CDATA[ls <dir>]]]]><![CDATA[></ac:plain-text-body></ac:structured-macro>
<ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[<script>1</script>]]]]><![CDATA[></ac:plain-text-body>
</ac:structured-macro><p>The end.</p>]]></property>
<property name="content" class="Page"><id name="id">100</id></property></object>
<object class="Page" package="x"><id name="id">100</id><property name="title"><![CDATA[Returns]]></property>
<property name="contentStatus"><![CDATA[current]]></property></object>
<object class="Page" package="x"><id name="id">101</id><property name="title"><![CDATA[Opening hours]]></property>
</object>
<object class="Page" package="x"><id name="id">102</id><property name="title"><![CDATA[Old]]></property>
<property name="originalVersion" class="Page"><id name="id">101</id></property></object>
<object class="BodyContent" package="x"><id name="id">2</id><property name="body"><![CDATA[<p>Nine.</p>]]></property>
<property name="content" class="Page"><id name="id">101</id></property></object>
<object class="BodyContent" package="x"><id name="id">3</id><property name="body"><![CDATA[<p>Old.</p>]]></property>
<property name="content" class="Page"><id name="id">102</id></property></object>
</hibernate-generic>"""


def test_a_confluence_backup_with_its_own_elements(empty: SqlBooks, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "space.zip", "w") as archive:
        archive.writestr("entities.xml", ENTITIES)
        archive.writestr("attachments/1/2", b"\x00")
    imports(empty, confluence.read(tmp_path / "space.zip"))

    assert format_of(str(tmp_path / "space.zip")) == "confluence"
    assert texts(empty) == {
        "en/opening-hours": "Nine.",
        "en/returns": "See [our hours](article:opening-hours).\n\n> Note **this**.\n\n```\nls <dir>\n```\n\nThe end.",
    }


def test_confluences_pages_by_their_numbers(empty: SqlBooks, tmp_path: Path) -> None:
    page = (
        "<html><head><title>Shop : {}</title></head><body><div id='main'><div id='main-content'>{}</div></div></body>"
    )
    written(tmp_path, "S/Returns_131074.html", page.format("Returns", "<p><a href='131075.html'>b</a></p>"))
    written(tmp_path, "S/131075.html", page.format("Hours", "<p>Nine.</p>"))
    written(tmp_path, "S/index.html", page.format("Index", "<p>x</p>"))
    imports(empty, confluence.read(tmp_path))

    assert texts(empty) == {"en/hours": "Nine.", "en/returns": "[b](article:hours)"}


def test_other_peoples_markdown_is_read_as_it_is(empty: SqlBooks, tmp_path: Path) -> None:
    written(
        tmp_path, "docs/Getting Started.md", "# Getting started\n\nSee [hours](../sv/hours.md#x) and [x](gone.md).\n"
    )
    written(tmp_path, "sv/hours.md", "---\ntitle: Tider\ntags: [a]\n---\nNio.\n")
    written(tmp_path, "bad.md", "---\ntitle: [\n---\nx")
    written(tmp_path, "evil.md", "# T\n\nok\n\n<script>1</script>\n")
    found = list(markdown.read(tmp_path))
    plan = imports(empty, found)

    assert [str(fault).split(": ")[0] for fault in plan.faults] == ["bad.md:3", "evil.md:5"]
    assert texts(empty) == {"en/getting-started": "See [hours](article:hours) and x.", "sv/hours": "Nio."}

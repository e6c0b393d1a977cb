"""HTML as Markdown."""

from pathlib import Path

import pytest

from kb.importing.dangers import dangers
from kb.importing.html import from_html
from kb.importing.pages import read
from tests.kb.importing.desk import drafts, faults, written


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>A <em>b</em></h2><p>c<br>d</p>", "## A *b*\n\nc  \nd"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>", "- a\n  - b\n- c\n\n  d"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<p><strong> a </strong>b</p>", "**a** b"),
        ("<pre>x = `1`\n  y</pre>", "```\nx = `1`\n  y\n```"),
        ("<p>use <code>a`b</code></p>", "use `` a`b ``"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<table><tr><th>Land</th><th>Price</th></tr><tr><td>SE</td><td>3</td></tr></table>", "- SE, Price: 3"),
        ("<a href='/b c?(d)'>e</a>", "[e](https://shop.example/b%20c?%28d%29)"),
        ("<p>1. a</p><p># b</p><p>- c</p>", "1\\. a\n\n\\# b\n\n\\- c"),
        ("<p>2*3 *4* [a](b) &lt;b&gt; snake_case</p>", "2\\*3 \\*4\\* \\[a\\](b) \\<b> snake_case"),
        ("<img src='/p.png' alt='a [b]'>", "![a b](https://shop.example/p.png)"),
        ("words<div>more</div>words", "words\n\nmore\n\nwords"),
    ],
)
def test_html_reads_the_same_as_markdown(html: str, markdown: str) -> None:
    assert from_html(html, "https://shop.example/") == markdown


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe src='https://evil.example'>x</iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href=' &#1;javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>1</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<img src=x onerror=alert(1)>",
        "<img src='javascript:alert(1)'>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[x](javascript:alert(1))",
        "[x<b>]</b>(javascript:alert(1))",
        "&lt;javascript:alert(1)&gt;",
        "[x]: javascript:alert(1)",
        "<p>a\n&lt;iframe src=x&gt;</p>",
        "<a href='https://a.example/)](javascript:alert(1))'>x</a>",
        "<a href='https://a.example/'>x](javascript:alert(1))</a>",
        "<pre>```\n</pre><pre>\n&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
    ],
)
def test_nothing_in_it_can_run_or_lead_astray(html: str) -> None:
    assert list(dangers(from_html(f"<div>{html}</div>"))) == []


def test_a_page_is_its_main_part_under_its_own_heading(tmp_path: Path) -> None:
    page = """<!doctype html><html lang="sv-SE"><head><title>Returer | Butiken</title>
    <meta name=keywords content="a, b"></head>
    <body><nav><a href=/>Hem</a></nav><header>Meny</header><main><h1>Returer</h1><p>30 dagar.</p>
    </main>
    <footer>(c)</footer></body></html>"""
    (draft,) = drafts(read(written(tmp_path, "returer.html", page)))

    assert (draft.title, draft.body, draft.language, draft.tags) == ("Returer", "30 dagar.", "sv-SE", ("a", "b"))


def test_a_folders_names_tell_topic_and_language(tmp_path: Path) -> None:
    for name in ("sv/returns.html", "en/returns.html", "hours.de.html"):
        written(tmp_path, name, "<title>T</title><p>x</p>")

    assert {(draft.topic, draft.language) for draft in drafts(read(tmp_path))} == {
        ("returns", "sv"),
        ("returns", "en"),
        ("hours", "de"),
    }


def test_a_torn_page_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    written(tmp_path, "a.html", b"")
    written(tmp_path, "b.html", "<title>B</title><p>x</p>")
    found = list(read(tmp_path))

    assert faults(found) == ["a.html: holds no HTML"] and len(found) == 2


def test_nesting_without_end_is_no_trouble() -> None:
    assert "deep" in from_html("<p>top</p>" + "<div>" * 200 + "deep" + "</div>" * 200)
    from_html("<div><b>" * 50_000 + "deep")

"""What Markdown becomes: nothing in it runs or calls home, and links lead where they are meant to."""

import re

import pytest

from app.markup import rendered
from app.plain import plain

KEY = "0123456789abcdef" * 4
_TAG = re.compile(r"<[^>]*>")

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js>",
    "<iframe src=https://evil.example></iframe>",
    "<div>\n<iframe srcdoc='<script>alert(1)</script>'>\n</div>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input name=password>",
    "<!-- --!><script>alert(1)</script> -->",
    "<?php x ?><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<java&#x73;cript:alert(1)>)",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://shop.example/1)",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][1]\n\n[1]: <data:text/html,x> 'title'",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](data:image/png;base64,iVBORw0KGgo=)",
    "![x](https://spy.example/1.png)",
    "![x](//spy.example/1.png)",
    "![x](/pictures/../sign-out)",
    "![x](picture:../../etc/passwd)",
    f"![x](picture:{KEY}/../../sign-out)",
    "![x][1]\n\n[1]: https://spy.example/1.png",
    "[x](https://a.example 'y\" onmouseover=\"alert(1)')",
    '![" onerror="alert(1)](picture:x \'z" onload="alert(1)\')',
    "[![x](https://spy.example/1.png)](javascript:alert(1))",
    "# <script>alert(1)</script>",
    "```<script>\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]

_HARMLESS = re.compile(
    r"""</?(?:p|br|h1|code|pre|strong|em)> | </a> | <a\ rel="noopener">
      | <a\ href="(?:https://a\.example|/help/[^"]*)"[^<>]*\ rel="noopener">
      | <img(?:\ (?:loading="lazy"|alt="[^"<>]*"|title="[^"<>]*"|src="/pictures/[0-9a-f]{64}"))*>""",
    re.VERBOSE,
)


@pytest.mark.parametrize("markdown", HOSTILE)
def test_nothing_runs_or_calls_home(markdown: str) -> None:
    found = rendered(f"{markdown}\n\nand **so** on", "en")

    assert [tag for tag in _TAG.findall(found) if not _HARMLESS.fullmatch(tag)] == []
    assert re.findall(r"<[^>]*=\"?\s*(?:javascript|vbscript|data|file|blob):", found, re.IGNORECASE) == []
    assert "<strong>so</strong>" in found


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](article:refunds)",
        "[x](article:refunds 'How much')",
        "[x](<article:refunds>)",
        "[x][1]\n\n[1]: article:refunds",
        "[x]\n\n[x]: article:refunds",
        "- **[x](article:refunds)**",
    ],
)
def test_a_link_leads_to_the_article_however_it_is_written(markdown: str) -> None:
    assert 'href="/help/sv/refunds"' in rendered(markdown, "sv")


def test_what_is_code_is_shown_as_it_is_written() -> None:
    assert rendered("`[x](article:refunds)`", "en") == "<p><code>[x](article:refunds)</code></p>\n"
    assert plain("`[x](article:refunds)`", "en") == "[x](article:refunds)"


def test_an_image_of_ours_is_shown_and_told_in_words_where_none_are_shown() -> None:
    assert f'src="/pictures/{KEY}"' in rendered(f"![A box](picture:{KEY} 'Ours')", "en")
    assert plain(f"![A box](picture:{KEY})", "en") == "A box"


@pytest.mark.parametrize("sign", ["[", "![", "> ", "*a_ ", "[x][", "<!-- ", "- " * 40, "`"])
def test_what_is_nested_without_end_ends(sign: str) -> None:
    assert rendered(sign * (20_000 // len(sign)), "en")

"""What search engines are told of an article, as JSON-LD (schema.org)."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from support.articles import Article
from web.help.paths import article_path
from web.templates import SHOP


def article_data(article: Article, summary: str, trail: Sequence[dict[str, str]], site: str) -> Markup:
    """Return the article, its question with the short answer, and the way to it; nothing in it can end the script."""
    url = f"{site}{article_path(article.language, article.slug)}"
    here = {"title": article.title, "url": article_path(article.language, article.slug)}
    graph = [_article(article, summary, url), _question(article, summary, url), _trail([*trail, here], site)]
    told = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return Markup(told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _article(article: Article, summary: str, url: str) -> dict[str, object]:
    publisher = {"@type": "Organization", "name": SHOP}
    said = {"headline": article.title, "description": summary, "inLanguage": article.language}
    return {"@type": "Article", "@id": f"{url}#article", "mainEntityOfPage": url, **said, "publisher": publisher}


def _question(article: Article, summary: str, url: str) -> dict[str, object]:
    answer = {"@type": "Answer", "text": summary, "url": url}
    asked = {"@type": "Question", "name": article.title, "acceptedAnswer": answer}
    return {"@type": "FAQPage", "@id": f"{url}#faq", "inLanguage": article.language, "mainEntity": [asked]}


def _trail(steps: Sequence[dict[str, str]], site: str) -> dict[str, object]:
    items = [
        {"@type": "ListItem", "position": place, "name": step["title"], "item": f"{site}{step['url']}"}
        for place, step in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}

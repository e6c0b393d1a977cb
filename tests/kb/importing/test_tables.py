"""Questions and answers in tables, as people really keep them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from kb.importing.columns import columns
from kb.importing.tables import read_csv, read_xlsx
from support.errors import BrokenContent
from tests.kb.importing.desk import drafts, faults, written


@pytest.mark.parametrize(
    "head",
    [
        "Question,Answer",
        "Frage;Antwort",
        "Fråga\tSvar",
        "¿Pregunta?;Respuesta",
        "سوال,پاسخ",
        "প্রশ্ন;উত্তর",
        "கேள்வி,பதில்",
        "ప్రశ్న|సమాధానం",
        "FAQ Question (EN);The answer",
        "QUESTION:,ANSWER:",
    ],
)
def test_columns_are_found_by_their_names(tmp_path: Path, head: str) -> None:
    sign = next(sign for sign in ",;\t|" if sign in head)
    (draft,) = drafts(read_csv(written(tmp_path, "faq.csv", f"{head}\nWhen?{sign}At nine.\n")))

    assert (draft.title, draft.body) == ("When?", "At nine.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
def test_a_spreadsheets_encoding_does_not_matter(tmp_path: Path, encoding: str) -> None:
    text = "Frage;Antwort;Sprache\nÖffnungszeiten?;Täglich von 9 bis 18 Uhr – außer sonntags.;de\n"
    (draft,) = drafts(read_csv(written(tmp_path, "faq.csv", text.encode(encoding))))

    assert (draft.title, draft.body) == ("Öffnungszeiten?", "Täglich von 9 bis 18 Uhr – außer sonntags.")


def test_persian_as_old_windows_wrote_it(tmp_path: Path) -> None:
    question = "چگونه سفارش خود را لغو کنم و پول خود را پس بگیرم"
    text = f"question;answer\n{question};برای لغو سفارش به صفحه سفارش ها بروید و لغو را بزنید\n".replace("ی", "ي")
    (draft,) = drafts(read_csv(written(tmp_path, "faq.csv", text.encode("cp1256", "replace"))))

    assert draft.title == question.replace("ی", "ي")


def test_a_row_keeps_what_its_columns_say(tmp_path: Path) -> None:
    head = "id,slug,question,answer,lang,tags,questions\n"
    rows = head + '7,hours,"When, exactly?","Nine.\n\nTen.",sv,"a; b","how late\nopen"\n'
    (draft,) = drafts(read_csv(written(tmp_path, "faq.csv", rows)))

    assert (draft.topic, draft.slug, draft.language, draft.tags) == ("7", "hours", "sv", ("a", "b"))
    assert (draft.body, draft.questions) == ("Nine.\n\nTen.", ("how late", "open"))


def test_a_broken_row_is_named_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    rows = 'question,answer\nWhen?,"Nine.\nTen."\n,lost\nHow?,\nWhy?,Because.\n'
    found = list(read_csv(written(tmp_path, "faq.csv", rows)))

    assert faults(found) == ["faq.csv:4: has no question", "faq.csv:5: has no answer"]
    assert len(found) == 4


def test_a_table_without_such_columns_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match=r"faq\.csv:1: needs columns named `question` and `answer`"):
        list(read_csv(written(tmp_path, "faq.csv", "name,price\nTea,3\n")))


def test_sheets_with_a_head_further_down_are_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Our FAQ", None])
    book.active.append([None, None])
    book.active.append(["Fråga", "Svar"])
    book.active.append(["När?", "Kl. 9"])
    book.create_sheet("Notes").append(["nothing"])
    book.save(tmp_path / "faq.xlsx")
    (draft,) = drafts(read_xlsx(tmp_path / "faq.xlsx"))

    assert (draft.title, draft.body, draft.place) == ("När?", "Kl. 9", "faq.xlsx [Sheet]:4")


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match=r"faq\.xlsx: is no whole \.xlsx"):
        list(read_xlsx(written(tmp_path, "faq.xlsx", b"PK\x03\x04 torn")))


def test_html_in_a_cell_is_markdown_without_what_runs(tmp_path: Path) -> None:
    rows = 'question,answer\nWhen?,"<p>At <b>nine</b>.</p><script>alert(1)</script><a href=""javascript:x()"">go</a>"\n'
    (draft,) = drafts(read_csv(written(tmp_path, "faq.csv", rows)))

    assert draft.body == "At **nine**.\n\ngo"


def test_one_column_is_not_two_things() -> None:
    assert columns(["Title", "Question", "Body", "Notes"]) == {"question": 0, "answer": 2}

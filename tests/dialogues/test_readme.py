"""What the README shows is what the product says."""

import re

import pytest

from tests.customer import Customer
from tests.house import ROOT, House

_EXAMPLES = re.findall(
    r"^> \*\*\w+:\*\* (.+)\n> \*\*Parley:\*\* ([^*\n]+?)(?: \*(.+)\*)?$", (ROOT / "README.md").read_text("utf-8"), re.M
)


def test_the_readme_has_examples() -> None:
    assert len(_EXAMPLES) >= 3


@pytest.mark.parametrize(("said", "answer", "link"), _EXAMPLES)
def test_an_example_is_answered_as_shown(house: House, said: str, answer: str, link: str) -> None:
    (reply, *_) = Customer(house.url).says(said)

    # How long it takes is added where the house knows: other tests have been waiting there.
    assert reply["text"].startswith(answer)
    assert (reply["link"] or {}).get("title", "") == link

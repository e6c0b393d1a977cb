"""A customer of every language."""

import pytest

from tests.dialogues.talk import PHRASES, Talk
from tests.house import House


@pytest.fixture(params=list(PHRASES))
def talk(request: pytest.FixtureRequest, house: House) -> Talk:
    return Talk(house, request.param)

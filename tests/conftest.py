"""What several test files share."""

from collections.abc import Iterator

import pytest

from tests.house import House, free_port
from tests.standins.shop import SECRET

SHOP_PORT = free_port()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running house with the demo knowledge base; shared, for starting it takes seconds."""
    home = House(
        tmp_path_factory.mktemp("house"),
        PARLEY_WEBCHAT_IDENTITY_SECRET=SECRET,
        PARLEY_ALLOWED_ORIGINS=f"http://127.0.0.1:{SHOP_PORT}",
    )
    home.prepare()
    home.start()
    yield home
    home.stop()

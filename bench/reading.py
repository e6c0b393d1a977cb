"""The bot's reading of texts, without a conversation: `python -m bench.reading MODEL`, a text a line on standard input.

Prints one JSON object a line: the decision's intent, and the articles found, best first.
"""

import asyncio
import json
import sys

from app.settings import ROOT
from bot.lean import slim_down


async def main() -> None:
    """Read every line."""
    slim_down(ROOT / "config.yml")
    from rasa.core.agent import Agent

    agent = Agent.load(sys.argv[1])
    for line in sys.stdin.read().splitlines():
        read = await agent.parse_message(line)
        hits = [hit["slug"] for hit in (read.get("knowledge") or {}).get("hits", [])]
        print(json.dumps({"intent": read["intent"]["name"], "articles": hits}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())

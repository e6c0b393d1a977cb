"""Telegram takes files of up to 50 MB from bots (Bot API, Sending files)."""

from connectors.abilities import Abilities

ABILITIES = Abilities(file_megabytes=50, shows_typing=True)

"""WhatsApp takes documents of up to 100 MB (Cloud API, Media)."""

from connectors.abilities import Abilities

ABILITIES = Abilities(file_megabytes=100, shows_typing=True)

"""The web chat shows pictures and links to the rest."""

from connectors.abilities import Abilities

ABILITIES = Abilities(file_megabytes=100, shows_typing=True)

"""Every setting of the site, with its default and what it is for. A setting is an environment variable of the same name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class SettingError(Exception):
    """A setting that cannot be used; `str()` is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `default` also says its type."""

    name: str
    default: str | int | bool
    help: str

    def read(self, text: str) -> str | int | bool:
        """The value of `text`. Raises SettingError."""
        if isinstance(self.default, bool):
            if text.lower() not in ("ja", "nee", "1", "0", ""):
                raise SettingError(f"{self.name} moet ja of nee zijn, niet “{text}”.")
            return text.lower() in ("ja", "1")
        if isinstance(self.default, int):
            if not (text.isascii() and text.isdigit()):
                raise SettingError(f"{self.name} moet een getal zijn, niet “{text}”.")
            return int(text)
        return text


SETTINGS = (
    Setting("HOST", "127.0.0.1", "Op welk netwerkadres de site luistert; 0.0.0.0 voor alle."),
    Setting("PORT", 5000, "Op welke poort de site luistert."),
    Setting("WORKERS", 2, "Hoeveel processen de site bedienen."),
    Setting("THREADS", 4, "Hoeveel verzoeken een proces tegelijk behandelt."),
    Setting("CONTENT_DIR", "content", "De map met pagina's en beslisbomen."),
    Setting("INSTANCE_DIR", "instance", "De map voor wat de site zelf maakt: de zoekindex, de sleutel voor sessies en de getelde zoekvragen."),
    Setting("PREVIEW", False, "ja: laat ook concepten zien, voor redacteuren."),
    Setting(
        "EDITOR_PAGES",
        False,
        "ja: toon voor redacteuren per beslisboom wat de controle vindt, op /beslisboom/<id>/controle, en bij het zoeken wat er van een vraag werd, met &uitleg=1.",
    ),
    Setting("WATCH", True, "nee: let niet op wijzigingen in de inhoud."),
    Setting("SECRET_KEY", "", "De sleutel waarmee sessies worden ondertekend; leeg: de site maakt er zelf een en bewaart hem in INSTANCE_DIR."),
    Setting("LEAVE_URL", "https://www.knmi.nl/", "Waar “Verlaat deze pagina snel” heen leidt."),
    Setting("ACCESS_LOG", False, "ja: schrijf elk verzoek in het logboek, zonder antwoorden, zoekwoorden of adressen van lezers."),
    Setting("COUNT_SEARCHES", True, "nee: tel niet waarnaar wordt gezocht. Anders telt de site dat per dag, zonder wie of hoe laat; zie make zoekrapport."),
    Setting("BEHIND_PROXY", False, "ja: vertrouw de X-Forwarded-kopregels van de proxy die voor de site staat."),
)


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings, from the environment where it has them. Raises SettingError."""
    return {one.name: one.read(environment[one.name]) if one.name in environment else one.default for one in SETTINGS}

"""One alert as it is sent: a mail, or the JSON of a webhook."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ivr.alerts.words import Telling, link_of
from ivr.engine.alerts import Alert
from ivr.engine.edition import Edition
from ivr.storage.alerts.occasions import Occasion
from ivr.translation import counted, in_language, said

LOCALES = {"yue": "zh_Hant_HK", "cmn": "zh_Hans_CN", "en": "en"}
MOST_TOLD = 30  # in one mail; the desk has the others
VERSION = 1


class Composing:
    """Composes what an alert of an edition says; its links begin with `address`, the site's own."""

    def __init__(self, edition: Edition, alert: Alert, address: str) -> None:
        self._edition = edition
        self._alert = alert
        self._address = address
        self._zone = ZoneInfo(edition.zone)
        self._locale = LOCALES[alert.language]
        self._telling = Telling(edition, alert.language, self._zone)

    def content(self, way: str, occasions: Sequence[Occasion]) -> Mapping[str, Any]:
        """What is sent by that way; of nothing it is a trial."""
        if not occasions:
            return self._trial(way)
        if way == "sms":
            return {"text": self._in_short(occasions)}
        return self.mail(occasions) if way == "email" else self.webhook(occasions)

    def mail(self, occasions: Sequence[Occasion]) -> Mapping[str, Any]:
        """Subject and text of a mail: each occasion with its link, under no heading but the site's name."""
        told = list(dict.fromkeys(f"{self._words(each)}\n{self._link(each)}" for each in occasions))
        lines = told[:MOST_TOLD]
        if (left := len(told) - MOST_TOLD) > 0:
            more = counted(left, "And one thing more.", "And {number} things more.")
            lines.append(f"{in_language(more, self._locale)}\n{self._address}/desk/")
        return {"subject": self._subject(occasions), "text": "\n\n".join((*lines, f"-- \n{self._footer()}\n"))}

    def webhook(self, occasions: Sequence[Occasion]) -> Mapping[str, Any]:
        """The JSON of a webhook, as `docs/operators/webhook.schema.json` has it."""
        return {
            "version": VERSION,
            "site": self._telling.text(self._edition.site),
            "alert": self._alert.name,
            "occasions": [self._as_json(each) for each in occasions],
        }

    def _trial(self, way: str) -> Mapping[str, Any]:
        words = in_language(said("This is a trial. Nothing has happened."), self._locale)
        if way == "sms":
            return {"text": f"{self._site}: {words}"}
        if way != "email":
            return self.webhook(())
        return {
            "subject": f"{self._site}: {words}",
            "text": f"{words}\n{self._address}/desk/\n\n-- \n{self._footer()}\n",
        }

    @property
    def _site(self) -> str:
        return self._telling.text(self._edition.site)

    def _in_short(self, occasions: Sequence[Occasion]) -> str:
        """The subject of a mail, and where to look."""
        where = self._link(occasions[0]) if len(occasions) == 1 else f"{self._address}/desk/"
        return f"{self._subject(occasions)} {where}"

    def _subject(self, occasions: Sequence[Occasion]) -> str:
        first = self._words(occasions[0])
        if len(occasions) == 1:
            return f"{self._site}: {first}"
        what = counted(len(occasions), "one thing to look at", "{number} things to look at")
        return f"{self._site}: {in_language(what, self._locale)}"

    def _words(self, occasion: Occasion) -> str:
        return in_language(self._telling.sentence(occasion), self._locale)

    def _link(self, occasion: Occasion) -> str:
        return self._address + link_of(occasion)

    def _footer(self) -> str:
        return in_language(
            said("You are told this by the alert “{name}” of {site}.", name=self._alert.name, site=self._site),
            self._locale,
        )

    def _as_json(self, occasion: Occasion) -> Mapping[str, Any]:
        return {
            "id": occasion.key,
            "about": occasion.about,
            "department": occasion.department,
            "at": occasion.at.astimezone(self._zone).isoformat(timespec="seconds"),
            "text": self._words(occasion),
            "link": self._link(occasion),
        }

"""The test telephone of the page: rings this very application, without leaving the process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from ivr.app.callers import doors_of
from ivr.app.installation import Installation
from ivr.app.phone_editions import PhoneEditions
from ivr.closures.wishes import ClosureWish
from ivr.engine.recorded_words import words_of_recordings
from ivr.phone.imitations import IMITATIONS
from ivr.phone.line import Line, wsgi_line
from ivr.phone.page import PageTelephones
from ivr.phone.wsgi_wire import WsgiApp
from ivr.practice.pretending import Pretence
from ivr.settings import Settings
from ivr.storage.editions.shelf import served_edition
from ivr.web.desk.closures.preview import unsealed
from ivr.web.desk.frame.sealing import Seal
from ivr.web.phone import PageHotline
from ivr.web.public import Listed
from ivr.web.voice.gate import VoiceGate


@dataclass(frozen=True)
class OwnTelephones:
    """Telephones whose line ends in `app`: the same addresses and signatures as a carrier's, and no network."""

    app: Flask
    installation: Installation
    editions: PhoneEditions

    def hotlines(self, edition: str) -> Sequence[PageHotline]:
        """The hotlines of an edition. Raises EditionMissing where whoever asks may not ring it."""
        return [PageHotline(line.number, line.title) for line in self.editions.named(edition).hotlines.values()]

    def ring(self, number: str, origin: str, pretence: Mapping[str, object]) -> dict[str, Any]:
        """Ring a hotline with what is pretended; see Pretence and PageTelephones."""
        pretended = Pretence.of(pretence, self._unseal)
        return _with_pretence(self._telephones(pretended).ring(number, origin), pretended)

    def act(self, state: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Do one act of a call; see PageTelephones."""
        pretended = Pretence(**state["pretence"])
        return _with_pretence(self._telephones(pretended).act(state["call"], act), pretended)

    def _telephones(self, pretended: Pretence) -> PageTelephones:
        settings, edition = self.installation.settings, self.editions.named(pretended.edition)
        doors = doors_of(pretended.switchboard(self.installation.switchboard, edition, self._unseal), settings)
        return PageTelephones(line_into(VoiceGate(self.app.wsgi_app, doors), settings), words_of_recordings(edition))

    def _unseal(self, closure: str) -> ClosureWish | None:
        return unsealed(Seal(self.installation.settings.secret_keys), closure)


def _with_pretence(told: dict[str, Any], pretended: Pretence) -> dict[str, Any]:
    """The call's state together with what is pretended in it."""
    return told | {"state": {"call": told["state"], "pretence": vars(pretended)}}


def line_into(app: WsgiApp, settings: Settings) -> Line:
    """A line that ends in `app`."""
    account = settings.account
    return wsgi_line(
        app, settings.public_url, account.signing_keys[0], account.sid, carrier=IMITATIONS[settings.carrier]
    )


def listed(installation: Installation) -> Listed:
    """What the public page shows; nothing while no edition is served."""
    edition = served_edition(installation.shelf)
    hotlines = [(line.number, line.title) for line in edition.hotlines.values()] if edition else []
    return Listed(edition.site if edition else {}, hotlines, installation.settings.mode == "demo")


def recorded_words(installation: Installation) -> dict[str, str]:
    """What the recordings of the current edition say, by hash."""
    return words_of_recordings(installation.shelf.current())

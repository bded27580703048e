"""The test telephone of the page: rings this very application, without leaving the process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from ivr.app.installation import Installation
from ivr.engine.ports import Ports
from ivr.phone.in_the_engine import words_of_recordings
from ivr.phone.line import Line, wsgi_line
from ivr.phone.page import PageTelephones
from ivr.settings import Settings
from ivr.web.phone import PageHotline
from ivr.web.public import Listed


@dataclass(frozen=True)
class OwnTelephones:
    """Telephones whose line ends in `app`: the same addresses and signatures as a carrier's, and no network."""

    app: Flask
    installation: Installation

    def ring(self, number: str, origin: str) -> dict[str, Any]:
        """Ring a hotline; see PageTelephones."""
        return self._telephones().ring(number, origin)

    def act(self, state: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Do one act of a call; see PageTelephones."""
        return self._telephones().act(state, act)

    def _telephones(self) -> PageTelephones:
        return PageTelephones(own_line(self.app, self.installation.settings), recorded_words(self.installation))


def own_line(app: Flask, settings: Settings) -> Line:
    """The line that ends in `app`."""
    return wsgi_line(app.wsgi_app, settings.public_url, settings.auth_tokens[0], settings.twilio_account_sid)


def page_hotlines(installation: Installation) -> Sequence[PageHotline]:
    """The hotlines of the current edition."""
    edition = installation.shelf.current()
    return [PageHotline(line.number, line.title) for line in edition.hotlines.values()]


def listed(installation: Installation) -> Listed:
    """What the public page shows."""
    edition = installation.shelf.current()
    hotlines = [(line.number, line.title) for line in edition.hotlines.values()]
    return Listed(edition.site, hotlines, installation.settings.mode == "demo")


def recorded_words(installation: Installation) -> dict[str, str]:
    """What the recordings of the current edition say, by hash."""
    board, edition = installation.switchboard, installation.shelf.current()
    return words_of_recordings(edition, Ports(board.clock, board.enquiries(edition), board.references))

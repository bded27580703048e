"""By which ways a case can be answered from here, and why not by the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.engine.edition import Edition, Hotline
from ivr.settings import Settings
from ivr.settings.destinations import NUMBER, Destinations, is_mail_address
from ivr.storage.cases.listing import Case
from ivr.storage.cases.replies import ReplyWay
from ivr.translation import NOTHING, Sentence, said
from ivr.words.telephones import may_take_texts

MOST_IN_A_TEXT = 600  # characters; the carrier charges for each 70 of Chinese


@dataclass(frozen=True)
class WaysOut:
    """What the operator has set up and allows, and the hotlines that there are."""

    settings: Settings
    edition: Edition

    def why_not(self, way: ReplyWay, case: Case) -> Sentence:
        """Why a case cannot be answered by that way; NOTHING where it can."""
        if case.anonymous:
            return said("The caller wished to stay unknown.")
        if way == "email":
            return self._why_no_mail()
        return self._why_no_number(case) or (self._why_no_text(case) if way == "sms" else self._why_no_call(case))

    def wrong_with(self, way: ReplyWay, case: Case, words: str, address: str) -> Mapping[str, Sentence]:
        """What keeps words from being sent by a way, to a mail `address`: a sentence by what it is about."""
        if why := self.why_not(way, case):
            return {"way": why}
        if way == "email":
            return {"address": why} if (why := self._why_no_mail_to(address)) else {}
        count = len(words)
        return {"words": said(_TOO_LONG, most=MOST_IN_A_TEXT, count=count)} if count > MOST_IN_A_TEXT else {}

    def why_not_ring(self, number: str) -> Sentence:
        """Why a telephone (E.164) cannot be rung; NOTHING where it can."""
        return NOTHING if self._allowed.take_number(number) else _NOT_ALLOWED

    def line_of(self, case: Case) -> Hotline | None:
        """The hotline that a case came in on; None where that is no more."""
        return next((line for line in self.edition.hotlines.values() if line.name == case.hotline), None)

    @property
    def _allowed(self) -> Destinations:
        return Destinations(self.settings.send_to)

    @property
    def _has_account(self) -> bool:
        """Whether there is an account that can be asked over REST."""
        account = self.settings.account
        return bool(account.sid) and not account.made_up

    def _why_no_mail(self) -> Sentence:
        whole = self.settings.smtp_url.get_secret_value() and self.settings.mail_from
        return NOTHING if whole else said("Your operator has not set up mail.")

    def _why_no_mail_to(self, address: str) -> Sentence:
        if not is_mail_address(address):
            return said("Write a mail address, such as name@example.org.")
        if self._allowed.take_mail(address):
            return NOTHING
        return said("Mail may not be sent to that address from here. Your operator says where to, with IVR_SEND_TO.")

    def _why_no_number(self, case: Case) -> Sentence:
        if not case.call_back:
            return said("The caller left no number to be rung back.")
        if not NUMBER.fullmatch(case.call_back):
            return said("The number to be rung back is not whole any more, or is none that can be rung from here.")
        return NOTHING

    def _why_no_text(self, case: Case) -> Sentence:
        shown = self.settings.only_shows_texts
        if not (shown or (self.settings.sms_from and self._has_account)):
            return said("Your operator has not set up text messages.")
        if not may_take_texts(case.call_back):
            return said("The number to be rung back is no mobile telephone, and takes no text messages.")
        return NOTHING if shown else self.why_not_ring(case.call_back)

    def _why_no_call(self, case: Case) -> Sentence:
        if not (self.settings.public_url and self._has_account):
            return said("Your operator has not set up calls from here.")
        if not self.line_of(case):
            return said("The hotline that this came in on is no more.")
        return self.why_not_ring(case.call_back)


_NOT_ALLOWED = said("That number may not be rung or written to from here. Your operator says which, with IVR_SEND_TO.")
_TOO_LONG = said("A text message has at most {most} characters; this has {count}.")

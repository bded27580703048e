"""Whether callers can be sent text messages here, and where they may go: what the operator set."""

from dataclasses import dataclass

from ivr.engine.ports import TextMessages
from ivr.settings import Settings
from ivr.settings.destinations import Destinations


@dataclass(frozen=True)
class AllowedTexts:
    """Text messages go from `sender`, if there is one, to the numbers that are listed."""

    sender: str
    allowed: Destinations

    def are_sent(self) -> bool:
        """Whether there is a sender, and a number that anything may go to."""
        return bool(self.sender) and self.allowed.take_numbers()

    def may_go_to(self, number: str) -> bool:
        """Whether the number is listed."""
        return self.allowed.take_number(number)


class AllShown:
    """Every text message is shown to whoever tries a demo, and none is sent."""

    def are_sent(self) -> bool:
        """As callers would have it."""
        return True

    def may_go_to(self, number: str) -> bool:
        """Nothing goes anywhere."""
        return True


def text_messages_of(settings: Settings) -> TextMessages:
    """Where text messages of callers may go."""
    return AllShown() if settings.only_shows_texts else AllowedTexts(settings.sms_from, Destinations(settings.send_to))

"""Alerts: who in the office is told of what, by which way, and when. Callers never hear of them."""

from dataclasses import dataclass
from datetime import time
from typing import Literal, get_args

About = Literal[
    "messages",
    "complaints",
    "suggestions",
    "compliments",
    "requests",
    "due",
    "overdue",
    "webhooks",
    "guessing",
    "editions",
    "closures",
    "disk",
    "unsent",
    "report",
    "pledges",
]
"""What somebody may be told of: what callers left, cases due soon and too late, what goes wrong with the carrier's
requests, wrong tries at something secret, editions that wait for a second person, closures that end, a disk that fills,
what could not be sent, the figures of a month, and pledges that slip."""
ABOUT: tuple[About, ...] = get_args(About)
KIND_OF: dict[str, About] = {
    "complaint": "complaints",
    "suggestion": "suggestions",
    "compliment": "compliments",
    "request": "requests",
}
"""What an alert calls cases of a kind."""
OF_THE_SYSTEM: frozenset[About] = frozenset({"webhooks", "guessing", "editions", "disk", "unsent"})
"""What concerns no department alone: whoever asks for it is told, whatever departments he names."""
BY_SCOPE: frozenset[About] = frozenset({"closures", "report"})
"""What is told once for the whole site, and once for each department to those who ask for that department."""
Reader = Literal["yue", "cmn", "en"]
"""The languages that the program speaks to the office in."""


@dataclass(frozen=True)
class Alert:
    """Who is told: mail addresses, webhooks, `numbers` (by text message); of what, in `departments` (none: in all).

    `when` is the calendar in whose hours it is told, empty for at any hour; `digest` the time of the day at which all
    that gathered is told at once. `language` is the reader's.
    """

    name: str
    emails: tuple[str, ...]
    webhooks: tuple[str, ...]
    about: tuple[About, ...]
    language: Reader
    departments: tuple[str, ...] = ()
    when: str = ""
    digest: time | None = None
    numbers: tuple[str, ...] = ()

    def concerns(self, about: str, department: str) -> bool:
        """Whether it is about that, in that department (empty: in none)."""
        if about not in self.about:
            return False
        if about in BY_SCOPE:
            return department in (self.departments or ("",))
        return not self.departments or about in OF_THE_SYSTEM or department in self.departments

    @property
    def destinations(self) -> tuple[tuple[str, str], ...]:
        """Each way and where it leads."""
        ways = {"email": self.emails, "webhook": self.webhooks, "sms": self.numbers}
        return tuple((way, each) for way, everybody in ways.items() for each in everybody)

"""What is said of an occasion, and where at the desk it is. Nothing in it that a caller said or keyed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ivr.engine.alerts import About
from ivr.engine.edition import Edition
from ivr.storage.alerts.occasions import Occasion
from ivr.telling.fault_words import FAULTS
from ivr.translation import Sentence, said
from ivr.translation.sentences import as_it_stands

SCRIPTS = {"yue": ("yue", "cmn", "en"), "cmn": ("cmn", "yue", "en"), "en": ("en", "yue", "cmn")}
"""In which of a text's languages a reader reads it best."""
LEFT: Mapping[str, Sentence] = {
    "messages": said("A message was left for {department} ({at})."),
    "complaints": said("A complaint came in for {department} ({at})."),
    "suggestions": said("A suggestion came in for {department} ({at})."),
    "compliments": said("A compliment came in for {department} ({at})."),
    "requests": said("A request came in for {department} ({at})."),
}
DUE: Mapping[tuple[str, str], Sentence] = {
    ("due", "acknowledge"): said("The caller of a case of {department} is to hear by {day} that it came in."),
    ("due", "reply"): said("The caller of a case of {department} is to have the reply by {day}."),
    ("overdue", "acknowledge"): said(
        "The caller of a case of {department} should have heard by {day} that it came in."
    ),
    ("overdue", "reply"): said("The caller of a case of {department} should have had the reply by {day}."),
}
OTHERS: Mapping[str, Sentence] = {
    "editions": said("An edition of the menus waits for a second person: {author} proposed it ({at})."),
    "closures": said("What is announced on {hotlines} ends at {ends}. It ends by itself unless it is made longer."),
    "disk": said("The disk of {machine} fills: {percent} % of it are free ({free} GB)."),
    "unsent": said("Something could not be sent ({way}, {what}). It can be sent again."),
}
REPORT = said(
    "{whose}, {month}: {calls} calls. Answered by the system {system}, reached an officer {officers}, left a message "
    "or a case {left}, gave up {gave_up}. Cases: {came} came in, {closed} were closed, {overdue} are overdue now."
)
PLEDGE = said(
    "The pledge {pledge} of {department} is slipping: {share} % so far ({hits} of {counted}), promised are {target} % "
    "by {last}."
)
WAYS = {"email": said("mail"), "webhook": said("webhook"), "sms": said("text message"), "call": said("telephone call")}
LINKS: Mapping[About, str] = {
    "messages": "/desk/messages/{call}/{turn}",
    "webhooks": "/desk/",
    "guessing": "/desk/",
    "editions": "/desk/menus",
    "closures": "/desk/closures",
    "disk": "/desk/system",
    "unsent": "/desk/outbox",
    "report": "/desk/reports?since={first}&until={last}",
    "pledges": "/desk/reports?since={first}&until={last}&department={of}",
}
"""Where at the desk an occasion is; of all others the case."""
CASE = "/desk/cases/{call}/{turn}"


class Telling:
    """Tells occasions of an edition's site to a reader of `language`."""

    def __init__(self, edition: Edition, language: str, zone: ZoneInfo) -> None:
        self._edition = edition
        self._language = language
        self._zone = zone

    def sentence(self, occasion: Occasion) -> Sentence:
        """What is said of it."""
        its = occasion.details
        match occasion.about:
            case "webhooks" | "guessing":
                words, advice = FAULTS[its["fault"]]
                return said("{what} {advice}", what=said(words, count=its["count"], last=its["last"]), advice=advice)
            case "due" | "overdue":
                return said(DUE[occasion.about, its["what"]], department=self.department(occasion), day=its["day"])
            case "report":
                return said(REPORT, whose=self.department(occasion), **_as_text(its))
            case "pledges":
                return said(PLEDGE, department=self.department(occasion), **_as_text(its))
            case "closures":
                return said(OTHERS[occasion.about], hotlines=self._hotlines(its["hotlines"]), ends=its["ends"])
            case "unsent":
                return said(OTHERS[occasion.about], way=WAYS.get(its["way"], its["way"]), what=its["what"])
            case "editions" | "disk":
                return said(OTHERS[occasion.about], at=self.moment(occasion.at), **_as_text(its))
        return said(LEFT[occasion.about], department=self.department(occasion), at=self.moment(occasion.at))

    def department(self, occasion: Occasion) -> str:
        """The department's title as the reader reads it; the site's, where it is of none."""
        found = self._edition.departments.get(occasion.department)
        return self.text(found.title if found else self._edition.site) or occasion.department

    def text(self, texts: Mapping[str, str]) -> str:
        """A text of the menus in the language that the reader reads best."""
        read = (texts.get(code, "") for code in (*SCRIPTS[self._language], *texts))
        return next(filter(None, read), "")

    def moment(self, at: datetime) -> str:
        """A moment by the site's clock."""
        return at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def _hotlines(self, names: list[str]) -> Sentence:
        lines = {line.name: line.title for line in self._edition.hotlines.values()}
        shown = ", ".join(self.text(lines[name]) if name in lines else name for name in names)
        return as_it_stands(shown) if shown else said("all hotlines")


def link_of(occasion: Occasion) -> str:
    """The path of the page at the desk where it can be looked into."""
    return LINKS.get(occasion.about, CASE).format_map(occasion.details)


def _as_text(details: Mapping[str, Any]) -> dict[str, str]:
    return {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in details.items()}

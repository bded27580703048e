"""What `flows.yaml` may say of alerts: who in the office is told of what, by which way, and when.

- `email`: mail addresses, one or a list
- `webhook`: web addresses that are sent JSON, one or a list
- `sms`: telephone numbers that are sent a text message, one or a list
- `about`: of what they are told: messages, complaints, suggestions, compliments, requests, due, overdue, webhooks,
  guessing, editions, closures, disk, unsent, report, pledges
- `departments`: the departments of which they are told; all unless written
- `language`: yue, cmn or en, in which the reader is written to
- `when`: a calendar, outside whose hours all waits
- `digest`: the time of day at which all that gathered is told at once, such as 09:00
"""

from datetime import time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ivr.authoring.grammar import FilePart, Name, Telephone
from ivr.authoring.problems import did_you_mean, one_of
from ivr.engine.alerts import ABOUT, About, Reader
from ivr.engine.grammar import CalendarName, Names, mistake
from ivr.settings.addresses import Fault, web_address
from ivr.settings.destinations import is_mail_address
from ivr.translation import said
from ivr.words import read_time


def _mail_address(text: str) -> str:
    if not is_mail_address(text):
        hint = said("Write an address such as duty@example.gov.hk.")
        raise mistake("bad-value", said('"{given}" is not a mail address.', given=text), hint=hint)
    return text


def _web_address(text: str) -> str:
    hint = said("Write an address such as https://desk.example.gov.hk/hotline.")
    try:
        address = web_address(text)
    except Fault:
        raise mistake("bad-value", said('"{given}" is not a web address.', given=text), hint=hint) from None
    if "#" in address.rest:
        raise mistake("bad-value", said("nothing behind # is ever sent to a web address."), hint=hint)
    return text


def _about(text: str) -> str:
    if text not in ABOUT:
        hint = did_you_mean(text, ABOUT) or said("Write {known}.", known=one_of(ABOUT))
        raise mistake("bad-value", said('nobody can be told about "{given}".', given=text), hint=hint)
    return text


def _digest(text: Any) -> time:
    try:
        return time.fromisoformat(read_time(str(text)))
    except ValueError:
        hint = said("Write the time of day at which all is told at once, such as 09:00.")
        raise mistake("bad-value", said('"{given}" is not a time of day.', given=text), hint=hint) from None


MailAddress = Annotated[str, AfterValidator(_mail_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Subject = Annotated[About, BeforeValidator(_about)]


class AlertSettings(FilePart):
    """Who is told of what, by which way, and when."""

    email: Annotated[tuple[MailAddress, ...], *Names.__metadata__] = ()
    webhook: Annotated[tuple[WebAddress, ...], *Names.__metadata__] = ()
    sms: Annotated[tuple[Telephone, ...], *Names.__metadata__] = ()
    about: Annotated[tuple[Subject, ...], *Names.__metadata__] = Field(min_length=1)
    departments: Annotated[tuple[Name, ...], *Names.__metadata__] = ()
    language: Reader | None = None
    when: CalendarName = ""
    digest: Annotated[time, BeforeValidator(_digest)] | None = None

    @model_validator(mode="after")
    def _reaches_somebody(self) -> "AlertSettings":
        if not (self.email or self.webhook or self.sms):
            hint = said("Write `email`, `webhook` or `sms`, or several of them.")
            raise mistake("bad-value", said("this alert reaches nobody."), hint=hint)
        return self

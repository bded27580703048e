"""What an `ask` node asks for: its question, what may be keyed in answer, and which settings go together."""

from functools import lru_cache
from typing import Literal

from pydantic import ConfigDict, model_validator

from ivr.engine.entry import KeyedEntry
from ivr.engine.grammar import Bounds, BoundsOf, Branch, CalendarName, DaysWithin, Letter, TextsByTry, mistake
from ivr.engine.node import AskingNode
from ivr.nodes._dates import WHOLE_YEAR, DateEntry, FormOfDate, WhenOfDate
from ivr.nodes._entries import AmountEntry, DigitsEntry, LettersEntry, NumberEntry, PhoneEntry
from ivr.translation import said

ASKED = ("digits", "number", "date", "amount", "letters", "phone")
BELONGS_TO = {"star": "digits", "form": "date", "within": "date", "open_in": "date", "closed": "open_in"}
CheckName = Literal["luhn", "damm", "verhoeff", "mod11_10"]


class Question(AskingNode):
    """What is asked, and what may be keyed in answer."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [asked]} for asked in ASKED]})

    say: TextsByTry
    digits: BoundsOf | None = None
    number: BoundsOf | None = None
    date: WhenOfDate | None = None
    amount: BoundsOf | None = None
    letters: BoundsOf | None = None
    phone: bool = False
    check: CheckName | None = None
    star: Letter | None = None
    form: FormOfDate | None = None
    within: DaysWithin | None = None
    open_in: CalendarName | None = None
    closed: Branch | None = None

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> "Question":
        asked = [kind for kind in ASKED if getattr(self, kind)]
        if len(asked) != 1:
            told = said("say once what is asked for: digits, number, date, amount, letters or phone.")
            raise mistake("asks-for-one-thing", told)
        if self.check and not self.digits:
            raise mistake("check-without-digits", said("`check` tests digits; there are none here."))
        if self.check and self.star:
            told = said("`check` tests digits alone; `star` may be a letter among them.")
            raise mistake("check-without-digits", told)
        return self

    @model_validator(mode="after")
    def _settings_have_what_they_belong_to(self) -> "Question":
        for setting, owner in BELONGS_TO.items():
            if getattr(self, setting) and not getattr(self, owner):
                told = said("`{setting}` goes with `{owner}`, which is not written here.", setting=setting, owner=owner)
                raise mistake("setting-without-another", told, at=(setting,))
        if self.date == "any" and self.within:
            told = said("`within` needs `date: past` or `date: future`: it counts days in one direction.")
            raise mistake("date-without-direction", told, at=("within",))
        if self.date == "any" and self.form and WHOLE_YEAR not in self.form:
            told = said("nobody keys the whole year here, so write `date: past` or `date: future`.")
            raise mistake("date-without-direction", told, at=("form",))
        return self

    @property
    def entry(self) -> KeyedEntry:
        """The way in which keys become what is asked for."""
        if self.phone:
            return PhoneEntry()
        if self.date:
            return _date_entry(self.date, self.form or "ddmmyyyy", self.within, bool(self.open_in))
        return _entry_of(self.digits, self.number, self.amount, self.letters, self.check, self.star or "")


@lru_cache(maxsize=256)
def _date_entry(when: WhenOfDate, form: FormOfDate, within: int | None, by_calendar: bool) -> KeyedEntry:
    return DateEntry(when, form, within, by_calendar)


@lru_cache(maxsize=1024)
def _entry_of(
    digits: Bounds | None,
    number: Bounds | None,
    amount: Bounds | None,
    letters: Bounds | None,
    check: str | None,
    star: str,
) -> KeyedEntry:
    if digits:
        return DigitsEntry(digits, check, star)
    if number:
        return NumberEntry(number)
    if amount:
        return AmountEntry(amount)
    if letters:
        return LettersEntry(letters)
    raise ValueError("nothing is asked for")

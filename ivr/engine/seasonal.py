"""What holds on some days only: the settings `from` and `until`."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ivr.engine.grammar import mistake
from ivr.hours import Season
from ivr.translation import Sentence, said
from ivr.words import date_order, read_date


def _day(text: str) -> str:
    try:
        return (
            date.fromisoformat(text).isoformat()
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII)
            else _no_day(text)
        )
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise mistake("bad-date", said('"{given}" is not a day.', given=text), hint=_day_meant(text))


def _day_meant(text: str) -> Sentence:
    """How a day is written, and this one where one can tell which it is."""
    try:
        day = read_date(text)
    except ValueError:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return said("There is no such day in the calendar.")
        return said("Write it as year-month-day, such as {day}.", day="2027-04-01")
    if date_order(text) != "either":
        return said("Write it as {day}.", day=day)
    year, month, of_month = day.split("-")
    return said(
        "Write it as {day}, or as {other} if the month stands first.", day=day, other=f"{year}-{of_month}-{month}"
    )


Day = Annotated[str, AfterValidator(_day)]


class Seasonal(BaseModel):
    """A group of settings that holds from the day `from` until the day `until`, both included; always without them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    first: Day = Field(default="", alias="from", description="The first day on which it holds, as 2027-05-01.")
    last: Day = Field(default="", alias="until", description="The last day on which it holds, as 2027-05-31.")

    @model_validator(mode="after")
    def _ends_later(self) -> "Seasonal":
        if self.last and self.last < self.first:
            raise mistake("bad-date", said("these days end before they begin."), at=("until",))
        return self

    @property
    def season(self) -> Season:
        """The days on which it holds."""
        return Season(self.first, self.last)

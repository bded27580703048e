"""The parts that the files of a site are made of: names, numbers, times; each read from text as typed."""

import re
from datetime import time
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from ivr.authoring.problems import did_you_mean, one_meant, one_of
from ivr.engine.grammar import RESERVED, mistake
from ivr.hours import Period
from ivr.translation import NOTHING, Sentence, said
from ivr.words import FORMATS, HONG_KONG, OR_EMPTY, Format, NotTaken, format_of, read_moment, read_time
from ivr.words.currencies import knows_currency
from ivr.words.formats import NO_CURRENCY
from ivr.words.telephones import countries_with_telephones, example_telephone, read_telephone, written_telephone
from ivr.words.zones import zone_in

ALL_DAY = (Period(time(0), time(0)),)
IN_LANGUAGES = "text in languages"
VERSION = "1"  # of the format of a site's files; the steps to it are in `upgrading`
NEWER = said("version {given} is newer than this system, which reads {current}.")
NEWER_HINT = said("Upgrade the system first; it must not guess what a newer file means.")
NO_VERSION = said('"{given}" is not a version this system reads; it reads {current}.')
RUN_UPGRADE = said("Run: ivr upgrade")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
NAME_HINT = said("Names are made of small letters, digits and _ and begin with a letter, such as burst_main.")
LOOK_ALIKES = {"l": "L", "I": "I", "O": "O", "o": "O", "S": "S", "B": "B"}
LOOK_ALIKE = said('"{typed}" is the letter {letter}. Was {number} meant?')
LOOKS_LIKE = said("A telephone number looks like {number} or {full}.")
CURRENCY_HINT = said("Write the three letters of ISO 4217, such as HKD, SGD or GBP.")
COUNTRIES = countries_with_telephones() - {"AC", "TA"}  # two islands, which ISO 3166 counts to Saint Helena
AS_DIGITS = str.maketrans("lIOoSB", "110058")


class FilePart(BaseModel):
    """A group of settings in a file of the site."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _version(text: str) -> str:
    if re.fullmatch(r"[0-9]{1,9}", text) and int(text) > int(VERSION):
        raise mistake("version", said(NEWER, given=text, current=VERSION), hint=NEWER_HINT)
    if text != VERSION:
        raise mistake("version", said(NO_VERSION, given=text, current=VERSION), hint=RUN_UPGRADE)
    return text


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise mistake("bad-name", said('"{name}" is not a name.', name=text), hint=NAME_HINT)
    return text


def _node_name(text: str) -> str:
    if text in RESERVED and text != "main":
        raise mistake("bad-name", said('"{name}" already means a place in every menu.', name=text))
    return _name(text)


def _column(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        hint = said("Columns are named with letters, digits and _ so that a text can mention them as {name}.")
        raise mistake("bad-name", said('"{name}" is not a name.', name=text), hint=hint)
    return text


def _values(value: object) -> object:
    """The values that a column can have, as its format is written."""
    if not isinstance(value, list):
        return value
    for each in value:
        if not isinstance(each, str) or set(each) & set(",[]"):
            hint = said("A value is a text without commas and brackets.")
            raise mistake("bad-value", said('"{given}" is no value of a column.', given=str(each)), hint=hint)
    return f"[{', '.join(value)}]"


def _column_format(text: str) -> str:
    try:
        column_format(text)
    except NotTaken as error:
        raise mistake("bad-value", error.why, hint=_format_meant(text)) from None
    return text


def _format_meant(text: str) -> Sentence:
    if text.startswith("["):
        return said("Write the values in brackets, as in [open, closed], with `or empty` as the last where it may be.")
    name, stands_in, of = text.removesuffix(OR_EMPTY).partition(" in ")
    if stands_in and name == "money":
        return CURRENCY_HINT
    if stands_in and name == "moment":
        return zone_hint(of)
    known = (*FORMATS, IN_LANGUAGES)
    meant = did_you_mean(text, [f"{each}{OR_EMPTY}" for each in known]) if " or " in text else NOTHING
    return meant or said("Write {known}.", known=one_of(known))


def zone_hint(text: str) -> Sentence:
    """How a time zone is written, or the one that is meant by a city."""
    return one_meant(zone_in(text)) or said("Write a name such as Asia/Hong_Kong.")


def column_format(written: str) -> Format:
    """The format of a column that is written so; that of one in languages is that of each of them. Raises NotTaken."""
    return format_of(f"text{written.removeprefix(IN_LANGUAGES)}" if in_languages(written) else written)


def in_languages(written: str) -> bool:
    """Whether a column is one text a language."""
    return written in (IN_LANGUAGES, f"{IN_LANGUAGES}{OR_EMPTY}")


def _moment(text: str) -> str:
    try:
        return read_moment(text.strip())
    except ValueError:
        hint = said("Write day and time as 2026-12-31 12:00.")
        raise mistake("bad-date", said('"{given}" is not a moment.', given=text), hint=hint) from None


def _clock(text: str) -> time:
    clock = read_time(text)
    return time(0) if clock == "24:00" else time.fromisoformat(clock)


def read_periods(value: object) -> object:
    """The periods in "09:00-13:00, 14:00-17:30", "closed" or "all day"."""
    text = str(value).strip()
    if isinstance(value, dict | list):
        raise mistake("bad-hours", said("hours are written on one line."), hint=_HOURS_HINT)
    if text in ("closed", "all day"):
        return ALL_DAY if text == "all day" else ()
    periods = tuple(_period(part.strip()) for part in text.split(","))
    for earlier, later in pairwise(periods):
        if earlier.runs_past_midnight or later.start < earlier.end:
            raise mistake("bad-hours", said("these hours overlap or are not in order."), hint=_HOURS_HINT)
    return periods


EVENING, NOON = time(16), time(12)  # a night shift begins after the one and ends before the other
_NIGHT_HINT = said("Only hours that begin from 16:00 on may end on the next day, until 12:00, such as 22:00-02:00.")
_HOURS_HINT = said("Write hours as 09:00-17:30, several as 09:00-13:00, 14:00-17:30, or closed, or all day.")


def _period(text: str) -> Period:
    try:
        begins, ends = (part.strip() for part in text.split("-"))
        start, end = time.fromisoformat(read_time(begins)), _clock(ends)
    except ValueError:
        raise mistake("bad-hours", said('"{given}" are not hours.', given=text), hint=_HOURS_HINT) from None
    period = Period(start, end)
    if period.runs_past_midnight and end != time(0) and (start < EVENING or end > NOON):
        raise mistake("bad-hours", said('"{given}" end before they begin.', given=text), hint=_NIGHT_HINT)
    return period


def _telephone(text: str, info: ValidationInfo) -> str:
    country = (info.context or {}).get("country", HONG_KONG.country)
    try:
        return read_telephone(text, country)
    except ValueError:
        message = said('"{given}" is not a telephone number.', given=text)
        raise mistake("bad-number", message, hint=_number_hint(text, country)) from None


def number_shape(country: str) -> Sentence:
    """What the telephone numbers of a country look like."""
    number = example_telephone(country)
    return said(LOOKS_LIKE, number=written_telephone(number, country), full=written_telephone(number, ""))


def _number_hint(text: str, country: str) -> Sentence:
    typed = next((letter for letter in text if letter in LOOK_ALIKES), "")
    try:
        meant = read_telephone(text.translate(AS_DIGITS), country) if typed else ""
    except ValueError:
        meant = ""
    if not meant:
        return number_shape(country)
    number = written_telephone(meant, country)
    return said(LOOK_ALIKE, typed=typed, letter=LOOK_ALIKES[typed], number=number)


def _country(text: str) -> str:
    if text not in COUNTRIES:
        meant = next((code for code in _alike(text) if code in COUNTRIES), "")
        hint = one_meant(meant) or said("Write the two letters of ISO 3166, such as HK, SG or GB.")
        raise mistake("bad-value", said('"{given}" is not the code of a country.', given=text), hint=hint)
    return text


def _alike(country: str) -> tuple[str, ...]:
    """The codes of countries that somebody may mean who writes UK, gb or GBR. Source: CLDR, territory aliases."""
    from babel.core import get_global

    capitals = country.upper()
    return (capitals, *get_global("territory_aliases").get(capitals, ()))


def _currency(text: str) -> str:
    if not knows_currency(text):
        raise mistake("bad-value", said(NO_CURRENCY, given=text), hint=CURRENCY_HINT)
    return text


def _language_code(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", text):
        hint = said("Write a code such as yue, cmn or en.")
        raise mistake("bad-name", said('"{name}" is not a language code.', name=text), hint=hint)
    return text


Version = Annotated[str, AfterValidator(_version)]
Name = Annotated[str, AfterValidator(_name)]
NodeName = Annotated[str, AfterValidator(_node_name)]
ColumnName = Annotated[str, AfterValidator(_column)]
ColumnFormat = Annotated[str, AfterValidator(_column_format), BeforeValidator(_values)]
MomentText = Annotated[str, AfterValidator(_moment)]
Periods = Annotated[tuple[Period, ...], BeforeValidator(read_periods)]
Telephone = Annotated[str, AfterValidator(_telephone)]
Country = Annotated[str, AfterValidator(_country)]
Currency = Annotated[str, AfterValidator(_currency)]
LanguageCode = Annotated[str, AfterValidator(_language_code)]

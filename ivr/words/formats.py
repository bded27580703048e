"""The formats a value can have, how they are written, and the one canonical text each is kept in."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple, assert_never, get_args

from ivr.translation import Sentence, said
from ivr.words.currencies import decimals_of, knows_currency, signs_of
from ivr.words.home import Home
from ivr.words.refusals import NotTaken
from ivr.words.telephones import example_telephone, read_telephone, written_telephone
from ivr.words.zones import knows_zone

FormatName = Literal[
    "text",  # said as it stands
    "digits",  # 0-9 only, leading zeros kept; said one by one
    "reference",  # like digits, said more slowly in groups
    "letters",  # A-Z only; said one by one
    "code",  # 0-9 and A-Z; said one by one
    "phone",  # E.164, or the digits of a short number; said in groups as people say telephone numbers
    "number",  # 1205 or -3.5; said as a quantity
    "percent",  # 12.5; said as a percentage
    "money",  # in the site's currency, with as many decimals as that has: 1205.50
    "date",  # 2026-11-23
    "time",  # 09:30, 24-hour; 24:00 is the end of a day
    "moment",  # 2026-11-23T09:30 in the site's zone, or in its own; said as weekday, date and time
    "duration",  # 90, in minutes; said as hours and minutes
]
NO_CURRENCY = said('"{given}" is not the code of a currency.')
NO_ZONE = said('"{given}" is not a time zone.')
FORMATS: tuple[FormatName, ...] = get_args(FormatName)
OR_EMPTY = " or empty"


IN = ("money", "moment")
"""The formats behind which may stand in what: `money in USD`, `moment in Pacific/Guam`."""


class Particular(NamedTuple):
    """A format with what is particular to some of its values.

    `currency` is that of money which is none of the site's, `zone` that of moments which are in one of their own.
    `values` are all that a text can be, none where it may be anything.
    """

    name: FormatName
    may_be_empty: bool = False
    currency: str = ""
    zone: str = ""
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As it is written."""
        if self.values:
            return f"[{', '.join((*self.values, *([OR_EMPTY.strip()] if self.may_be_empty else [])))}]"
        of = own_of(self)
        return self.name + (f" in {of}" if of else "") + (OR_EMPTY if self.may_be_empty else "")


Format = FormatName | Particular
"""How a value is kept and said."""
LONGEST: Mapping[FormatName, int] = {
    "phone": len("+") + 15,
    "number": len("-") + 15 + len(".") + 9,
    "percent": len("-") + 15 + len(".") + 9,
    "money": len("-") + 15 + len(".") + 4,
    "date": len("2026-11-23"),
    "time": len("09:30"),
    "moment": len("2026-11-23T09:30"),
    "duration": 6,
}
"""Of how many characters the longest value is that is kept in a format; the others know no end."""
END_OF_DAY = "24:00"  # midnight as a day ends; 00:00 is midnight as it begins (ISO 8601-1:2019/Amd 1:2022)

# [0-9] throughout and always fullmatch: \d and str.isdigit let ١٢٣ and １２３ through.
_QUANTITY = r"(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})"
_NUMBER = re.compile(rf"(?P<sign>[+-]?){_QUANTITY}(?:\.(?P<part>[0-9]{{1,9}}))?")
_AMOUNT = re.compile(rf"{_QUANTITY}(?:\.(?P<part>[0-9]{{1,4}}))?")
_NO_AMOUNT = {
    0: said('"{given}" is not an amount of money; write 1205, without decimals.'),
    2: said('"{given}" is not an amount of money; write 1205.50, with at most two decimals.'),
    3: said('"{given}" is not an amount of money; write 1205.500, with at most three decimals.'),
}
_DATES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
    # As keyed on a telephone. From 1900 on only, so that 20261123, written the other way round, is never misread.
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:19|[2-9][0-9])[0-9]{2})"),
    # As Excel writes days in Hong Kong and on the Mainland.
    re.compile(r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"),
)
_TIME = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")
_DURATION = re.compile(r"(?P<alone>[0-9]{1,6})|(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])(?::[0-9]{2})?")
_GAPS = re.compile(r"[ -]+")


def format_of(written: str) -> Format:
    """The format that is written so: `date`, `money in USD`, `date or empty`, `[open, closed]`. Raises NotTaken."""
    if written.startswith("["):
        return _one_of_these(written)
    plain = written.removesuffix(OR_EMPTY)
    format_name, stands_in, of = plain.partition(" in ")
    name = next((each for each in FORMATS if each == format_name), None)
    if name is None or (stands_in and name not in IN):
        raise NotTaken(said('"{given}" is not a format.', given=written))
    if name == "money" and stands_in and not (of.isupper() and knows_currency(of)):
        raise NotTaken(said(NO_CURRENCY, given=of))
    if name == "moment" and stands_in and not ("/" in of and knows_zone(of)):
        raise NotTaken(said(NO_ZONE, given=of))
    currency, zone = (of if name == each else "" for each in IN)
    form = Particular(name, plain != written, currency, zone)
    return name if form == Particular(name) else form


def _one_of_these(written: str) -> Format:
    *values, last = (each.strip() for each in written.removeprefix("[").removesuffix("]").split(","))
    empty = last == OR_EMPTY.strip()
    values = values if empty else [*values, last]
    if not values or "" in values:
        raise NotTaken(said('"{given}" does not name the values of a column.', given=written))
    twice = next((each for at, each in enumerate(values) if each in values[:at]), "")
    if twice:
        raise NotTaken(said('the value "{given}" is there twice.', given=twice))
    return Particular("text", empty, values=tuple(values))


def named(said_as: Format) -> FormatName:
    """The format without what is particular to its values."""
    return said_as.name if isinstance(said_as, Particular) else said_as


def may_be_empty(said_as: Format) -> bool:
    """Whether a value of this format may be nothing at all."""
    return isinstance(said_as, Particular) and said_as.may_be_empty


def or_empty(said_as: Format) -> Format:
    """The same format for values that may be nothing at all."""
    return (said_as if isinstance(said_as, Particular) else Particular(said_as))._replace(may_be_empty=True)


def values_of(said_as: Format) -> tuple[str, ...]:
    """All values that one of this format can have, but for none at all; nothing where it may have any."""
    return said_as.values if isinstance(said_as, Particular) else ()


def own_of(said_as: Format) -> str:
    """The currency or the zone that its values have of their own, empty where they have the site's."""
    return said_as.currency or said_as.zone if isinstance(said_as, Particular) else ""


def zone_of(said_as: Format) -> str:
    """The zone of its own that a moment is in, empty for the site's."""
    return said_as.zone if isinstance(said_as, Particular) else ""


def home_of(said_as: Format, home: Home) -> Home:
    """Where the values of a format are at home: in the currency of their own, if they have one."""
    own = said_as.currency if isinstance(said_as, Particular) else ""
    return replace(home, currency=own) if own else home


def canonical(text: str, said_as: Format, home: Home) -> str:
    """The one text under which a value of this format is kept, from what a table or a caller gives at `home`.

    Raises NotTaken when `text` is no such value.
    """
    written = text.strip()
    if not written and may_be_empty(said_as):
        return ""
    if (values := values_of(said_as)) and written not in values:
        wrong = said('"{given}" is none of the values of this column: {known}.')
        raise _refuse(written, said("there is no value."), wrong, known=", ".join(values))
    return _kept(written, named(said_as), home_of(said_as, home))


@lru_cache(maxsize=4096)
def _kept(written: str, said_as: FormatName, home: Home) -> str:  # noqa: C901 (one case a format)
    match said_as:
        case "text":
            return written
        case "digits" | "reference":
            return _digits(written)
        case "letters":
            return _letters(written)
        case "code":
            return _code(written)
        case "phone":
            return _phone(written, home.country)
        case "number":
            return _number(written)
        case "percent":
            return _percent(written)
        case "money":
            return _money(written, home.currency)
        case "date":
            return read_date(written)
        case "time":
            return read_time(written)
        case "moment":
            return read_moment(written)
        case "duration":
            return _duration(written)
        case _:
            assert_never(said_as)


@lru_cache(maxsize=4096)
def date_order(text: str) -> Literal["plain", "day first", "either"]:
    """Whether a date (or a moment) shows that its day comes first, or might be read with the month first as well.

    What means the same either way is plain, and what is no date at all: `canonical` refuses it.
    """
    written = text.strip()
    found = _DATES[1].match(written) or _DATES[2].fullmatch(written)
    if not found:
        return "plain"
    day, month = int(found["day"]), int(found["month"])
    if day == month:
        return "plain"
    return "either" if day <= 12 else "day first"


def _refuse(text: str, nothing: Sentence, wrong: Sentence, **values: str) -> NotTaken:
    """Why a text is no value: that there is `nothing`, or what is `wrong` with it and what to write."""
    shown = text if len(text) <= 40 else text[:40] + "…"
    return NotTaken(said(wrong, given=shown, **values) if text else nothing)


def _digits(text: str) -> str:
    digits = _GAPS.sub("", text)
    if not re.fullmatch(r"[0-9]+", digits):
        raise _refuse(
            text,
            said("there is no row of digits."),
            said('"{given}" is not a row of digits; write 0 to 9 only, such as 0123456.'),
        )
    return digits


def _letters(text: str) -> str:
    letters = _GAPS.sub("", text).upper()
    if not re.fullmatch(r"[A-Z]+", letters):
        raise _refuse(
            text,
            said("there is no row of letters."),
            said('"{given}" is not a row of letters; write A to Z only, such as AB.'),
        )
    return letters


def _code(text: str) -> str:
    code = _GAPS.sub("", text).upper()
    if not re.fullmatch(r"[0-9A-Z]+", code):
        raise _refuse(
            text,
            said("there is no code."),
            said('"{given}" is not a code; write 0 to 9 and A to Z only, such as 123456A.'),
        )
    return code


def _phone(text: str, country: str) -> str:
    try:
        return read_telephone(text, country)
    except ValueError:
        example = written_telephone(example_telephone(country), country)
        wrong = said(
            '"{given}" is not a telephone number; write one such as {example}, or + and the country code for others.'
        )
        raise _refuse(text, said("there is no telephone number."), wrong, example=example) from None


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise _refuse(text, said("there is no number."), said('"{given}" is not a number; write 1205 or -3.5.'))
    whole = str(int(found["whole"].replace(",", "")))
    part = (found["part"] or "").rstrip("0")
    plain = f"{whole}.{part}" if part else whole
    return f"-{plain}" if found["sign"] == "-" and plain != "0" else plain


def _percent(text: str) -> str:
    try:
        return _number(re.sub(r" ?[%\uff05]$", "", text))
    except ValueError:
        raise _refuse(
            text, said("there is no percentage."), said('"{given}" is not a percentage; write 12.5 or 12.5%.')
        ) from None


def _money(text: str, currency: str) -> str:
    plain = text.removeprefix("-")
    signs, places = signs_of(currency), decimals_of(currency)
    bare = re.sub(f"^(?:{signs.pattern}) ?| ?(?:{signs.pattern})$", "", plain, count=1, flags=re.IGNORECASE)
    found = _AMOUNT.fullmatch(bare)
    if not found or len((found["part"] or "").rstrip("0")) > places:
        raise _refuse(text, said("there is no amount of money."), _NO_AMOUNT.get(places, _NO_AMOUNT[2]))
    amount = Decimal(found["whole"].replace(",", "") + "." + (found["part"] or "0"))
    return f"{'-' if amount and plain != text else ''}{amount:.{places}f}"


def read_date(text: str) -> str:
    """A date as it is kept. Raises NotTaken."""
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
            except ValueError:
                break
    raise _refuse(text, said("there is no date."), said('"{given}" is not a date; write 2026-02-28.'))


def read_time(text: str) -> str:
    """A time of day as it is kept. Raises NotTaken."""
    found = _TIME.fullmatch(text)
    if text in (END_OF_DAY, f"{END_OF_DAY}:00"):
        return END_OF_DAY
    try:
        if found:
            return time(int(found["hour"]), int(found["minute"])).isoformat("minutes")
    except ValueError:
        pass
    raise _refuse(text, said("there is no time."), said('"{given}" is not a time; write 09:30, from 00:00 to 24:00.'))


def read_moment(text: str) -> str:
    """A date and time as they are kept. Raises NotTaken."""
    day, separator, clock = text.replace("T", " ").partition(" ")
    try:
        if separator:
            return f"{read_date(day)}T{read_time(clock)}"
    except ValueError:
        pass
    raise _refuse(
        text, said("there is no date and time."), said('"{given}" is not a date and time; write 2026-11-23T09:30.')
    )


def _duration(text: str) -> str:
    found = _DURATION.fullmatch(text)
    if not found:
        wrong = said('"{given}" is not a duration; write 90 for minutes, or 1:30 for hours and minutes.')
        raise _refuse(text, said("there is no duration."), wrong)
    return str(int(found["alone"] or int(found["hours"]) * 60 + int(found["minutes"])))


def as_datetime(moment: str) -> datetime:
    """The time of a moment as it is kept; 24:00 is the next day's first instant. Raises ValueError for another text."""
    day, _, clock = moment.partition("T")
    if clock == END_OF_DAY:
        return datetime.fromisoformat(day) + timedelta(days=1)
    return datetime.fromisoformat(moment)

"""Telephone numbers, read as people write and key them in the country where a site is, and how they are grouped.

A number is kept in E.164 (+85228246111); a short one, which only its own country knows, as its digits (1823).
Source: the numbering plans of libphonenumber, as phonenumberslite has them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

_WRITTEN = re.compile(r"\+?\(?[0-9][0-9 ()./-]{2,30}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋（）－‐‑‒–—―−　\u00a0", "0123456789+()--------  ")
"""What a Chinese keyboard and a word processor make of the signs of a number; no other digits are taken for them."""
_ADDRESS = re.compile(r"(?:sips?|tel):([^@;>?]+)", re.IGNORECASE)
_ORDINARY = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
_MAY_TAKE_TEXTS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN)
_COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)
_NONE, _IN_THE_PLAN, _VALID = range(3)
_LONGEST_PREFIX = 8  # digits before a country code; CN has 00 behind five of a carrier
_ONE_BREATH = 5  # digits that are said without a pause where the country has no groups for them


@lru_cache(maxsize=4096)
def read_telephone(text: str, country: str, abroad: tuple[str, ...] = ()) -> str:
    """The number that somebody in `country` means: E.164, or the bare digits of a short number.

    Understands the country code written again, and each prefix with which the country rings abroad. Where that could
    mean several numbers it is one that exists, one at home, in this order. A number of the countries `abroad` may
    stand without its code when there is none such at home. Raises ValueError for what is no telephone number.
    """
    plain = text.translate(_FULL_WIDTH).strip()
    if not _WRITTEN.fullmatch(plain):
        raise ValueError(text)
    digits = re.sub("[^0-9]", "", plain)
    # No country code begins with 0: some carriers write a plus before the prefix that was dialled.
    meanings = [digits.lstrip("0")] if plain.startswith("+") else list(_meanings(digits, country, abroad))
    best, rank = _best(_parsed(meanings), country)
    if rank < _VALID:
        code = str(phonenumbers.country_code_for_region(country))
        bare = [] if plain.startswith("+") else [digits]
        local = [each.removeprefix(code) for each in meanings if each.startswith(code)]
        if short := next((each for each in (*bare, *local) if _is_short(each, country)), ""):
            return short
    if best is None:
        raise ValueError(text)
    return _e164(best)


def called_number(address: str, country: str) -> str:
    """The number in what a carrier names as called or calling, a `sip:` or `tel:` address too; empty for none."""
    found = _ADDRESS.search(address)
    try:
        return read_telephone(unquote(found[1]) if found else address, country)
    except ValueError:
        return ""


def as_dialled(number: str, country: str) -> str:
    """A number as a carrier anywhere dials it: a short one of `country` behind its country code."""
    return number if number.startswith("+") else f"+{phonenumbers.country_code_for_region(country)}{number}"


@lru_cache(maxsize=1024)
def country_of(number: str, country: str) -> str:
    """The country of a number that `read_telephone` gave in `country`; a short one is at home."""
    if not number.startswith("+"):
        return country
    parsed = phonenumbers.parse(number)
    known = phonenumbers.region_code_for_number(parsed)
    return known or phonenumbers.region_code_for_country_code(parsed.country_code or 0)


@lru_cache(maxsize=1024)
def is_costly(number: str) -> bool:
    """Whether whoever rings the number pays for more than a call: premium rate or shared cost."""
    return number.startswith("+") and phonenumbers.number_type(phonenumbers.parse(number)) in _COSTLY


@lru_cache(maxsize=1024)
def may_take_texts(number: str) -> bool:
    """Whether a number (E.164) may be a mobile, to which a text message comes; of some countries nobody can tell."""
    return number.startswith("+") and phonenumbers.number_type(phonenumbers.parse(number)) in _MAY_TAKE_TEXTS


def is_emergency(text: str, country: str) -> bool:
    """Whether it calls the emergency services of `country`."""
    return any(phonenumbers.is_emergency_number(each, country) for each in (text, re.sub("[^0-9]", "", text)))


@lru_cache(maxsize=1024)
def exists(number: str) -> bool:
    """Whether the plan of its country has given the number out, as far as the library knows; no short one has."""
    return number.startswith("+") and phonenumbers.is_valid_number(phonenumbers.parse(number))


def telephone_groups(number: str, country: str) -> tuple[str, tuple[str, ...]]:
    """The country code (empty at home) and the digits of a number in the groups in which they are said.

    At home it is said as it is dialled there. Digits that the country does not group are said in threes or fours.
    """
    if not number.startswith("+"):
        return "", _breaths(number)
    parsed = phonenumbers.parse(number)
    at_home = parsed.country_code == phonenumbers.country_code_for_region(country)
    shape = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    groups = re.findall("[0-9]+", phonenumbers.format_number(parsed, shape))
    code = "" if at_home else groups.pop(0)
    return code, tuple(part for group in groups for part in _breaths(group))


def written_telephone(number: str, country: str) -> str:
    """A number as people of `country` write it: 2824 6111 at home, +44 20 7946 0958 for others."""
    code, groups = telephone_groups(number, country)
    return " ".join((f"+{code}", *groups) if code else groups)


def example_telephone(country: str) -> str:
    """A number of `country` that shows what its numbers look like, in E.164."""
    return _e164(phonenumbers.example_number(country))


def keyed_example(country: str) -> str:
    """The same number as somebody in `country` keys it."""
    return written_telephone(example_telephone(country), country).replace(" ", "")


@lru_cache(maxsize=1)
def countries_with_telephones() -> frozenset[str]:
    """The countries whose numbering plan is known, by their code of ISO 3166."""
    return frozenset(phonenumbers.SUPPORTED_REGIONS)


def _meanings(digits: str, country: str, abroad: Iterable[str]) -> Iterator[str]:
    """What digits without a plus may mean, each with its country code; those at home first."""
    code = str(phonenumbers.country_code_for_region(country))
    yield code + digits
    if digits.startswith(code):
        yield code + re.sub(f"^({code})+", "", digits)
    plan = PhoneMetadata.metadata_for_region(country)
    pattern, usual = (plan.international_prefix, plan.preferred_international_prefix) if plan else (None, None)
    for prefix in (usual or "", *(digits[:length] for length in range(1, _LONGEST_PREFIX + 1))):
        if prefix and digits.startswith(prefix) and re.fullmatch(pattern or "", prefix):
            yield digits.removeprefix(prefix).lstrip("0")  # 0060 begins like 006; no country code begins with 0
    yield from (f"{phonenumbers.country_code_for_region(each)}{digits}" for each in abroad)


def _parsed(numbers: Iterable[str]) -> Iterator[PhoneNumber]:
    for number in numbers:
        try:
            yield phonenumbers.parse(f"+{number}")
        except phonenumbers.NumberParseException:
            continue


def _best(numbers: Iterable[PhoneNumber], country: str) -> tuple[PhoneNumber | None, int]:
    """The number that is meant, and how sure that is; None where there can be none such."""
    best, standing = None, (_NONE, True)
    for number in numbers:
        new = (_rank(number), number.country_code == phonenumbers.country_code_for_region(country))
        if new > standing:
            best, standing = number, new
        if standing == (_VALID, True):
            break
    return best, standing[0]


def _rank(number: PhoneNumber) -> int:
    if phonenumbers.is_valid_number(number):
        return _VALID
    return _IN_THE_PLAN if _is_in_the_plan(number) else _NONE


def _is_in_the_plan(number: PhoneNumber) -> bool:
    """Whether it begins and is as long as a fixed line or a mobile there, though nobody may have the number yet."""
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    plan = PhoneMetadata.metadata_for_region(region, None)
    if plan is None or plan.general_desc is None:
        return False
    digits = phonenumbers.national_significant_number(number)
    begins = re.fullmatch(plan.general_desc.national_number_pattern or "", digits)
    reasons = (phonenumbers.is_possible_number_for_type_with_reason(number, each) for each in _ORDINARY)
    return bool(begins) and ValidationResult.IS_POSSIBLE in reasons


def _is_short(digits: str, country: str) -> bool:
    if not digits or digits.startswith("0"):
        return False
    number = PhoneNumber(country_code=phonenumbers.country_code_for_region(country), national_number=int(digits))
    return phonenumbers.is_valid_short_number_for_region(number, country)


def _e164(number: PhoneNumber | None) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""


def _breaths(digits: str) -> tuple[str, ...]:
    """Digits in groups to be said: few in one, eight in fours, others in threes."""
    if len(digits) <= _ONE_BREATH:
        return (digits,)
    return in_groups(digits, 4 if len(digits) % 4 == 0 else 3)


def in_groups(digits: str, size: int = 3) -> tuple[str, ...]:
    """Digits in groups of `size`; a last digit on its own joins the group before it."""
    groups = [digits[start : start + size] for start in range(0, len(digits), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = ["".join(groups[-2:])]
    return tuple(groups)

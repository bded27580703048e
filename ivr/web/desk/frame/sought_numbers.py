"""A telephone number that is looked for in a list.

It never stands in an address, where proxies and browsers keep it: the form is posted, and the address that it leads to
holds the number encrypted.
"""

import re
from collections.abc import Mapping

from flask_babel import gettext

from ivr.logs import HIDDEN, mask_number
from ivr.web.desk.frame.desk import desk

SEALED = "number"  # in an address: the number, encrypted; in the form: as it was typed
KEPT = "kept_number"  # in the form: the number that was looked for before, encrypted


def number_in_address(sent: Mapping[str, str], errors: dict[str, str]) -> str:
    """The number that an address (`sent` is its query) holds, empty where it holds none."""
    sealed = sent.get(SEALED, "").strip()
    number = desk.seal.open_from_address(sealed) if sealed else ""
    if sealed and not number:
        errors[SEALED] = gettext("This address holds no number that was looked for here. Write the number again.")
    return number


def number_in_form(sent: Mapping[str, str], errors: dict[str, str]) -> str:
    """The number as it was typed into the form, or else as it was before."""
    number = re.sub(r"[\s()-]", "", sent.get(SEALED, ""))
    if number and not re.fullmatch(r"\+?[0-9]{3,15}", number):
        errors[SEALED] = gettext("Write a number in full with its country code, or its last digits, three or more.")
    return number or desk.seal.open_from_address(sent.get(KEPT, ""))


def number_for_address(number: str) -> dict[str, str]:
    """What an address says to look for the number; nothing where none is looked for."""
    return {SEALED: desk.seal.close_for_address(number)} if number else {}


def number_shown(number: str) -> str:
    """A number in full masked as everywhere; of last digits, what the last four of them do not tell."""
    if not number or number.startswith("+"):
        return mask_number(number) if number else ""
    return f"…{number[:-4]}{HIDDEN[: len(number)]}"

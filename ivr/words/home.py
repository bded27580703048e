"""Where a site is: whose telephone plan and whose money its values are in, and whose holidays it keeps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Home:
    """A country by its code of ISO 3166 and a currency by its code of ISO 4217."""

    country: str
    currency: str


HONG_KONG = Home("HK", "HKD")

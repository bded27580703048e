"""What the carrier says of something it has made: its name, and when that was."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import takewhile

from ivr.carrier.carriers import Carrier
from ivr.carrier.rest.account import Answer, text_of
from ivr.carrier.rest.faults import UNREADABLE
from ivr.errors import CarrierUnclear


def sid_of(carrier: Carrier, answer: Answer, *kinds: str) -> str:
    """The SID of what was made, of one of these kinds, such as "SM". Raises CarrierUnclear when there is none."""
    sid = text_of(answer, "sid")
    if not carrier.rest.is_name(sid, *kinds):
        raise CarrierUnclear(UNREADABLE)
    return sid


def made_since(listed: Iterable[Answer], since: datetime) -> Iterator[Answer]:
    """Of what is listed, the newest first, all that was made since then.

    The carrier tells whole seconds; what was made in the very second counts.
    """
    first = since.astimezone(UTC).replace(microsecond=0)
    return takewhile(lambda answer: _made_at(answer) >= first, listed)


def _made_at(answer: Answer) -> datetime:
    """When the carrier made it; now, where it does not say."""
    try:
        moment = parsedate_to_datetime(text_of(answer, "date_created"))
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

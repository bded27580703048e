"""What sending by way of the carrier's REST interface has in common: whom it may reach, and how its faults are told."""

from collections.abc import Iterator
from contextlib import contextmanager

from ivr.errors import (
    CarrierAway,
    CarrierFault,
    CarrierRefused,
    SendingFailed,
    SendingRefused,
    SendingUnclear,
    SettingsRefused,
)
from ivr.settings.destinations import Destinations


def see_that_it_may_reach(number: str, allowed: Destinations) -> None:
    """Raise SendingRefused for a number that nothing may be sent to."""
    if not allowed.take_number(number):
        raise SendingRefused("IVR_SEND_TO lists nothing that this number begins with")


@contextmanager
def carrier_faults_told() -> Iterator[None]:
    """Raise SendingFailed, SendingRefused or SendingUnclear for what goes wrong at the carrier."""
    try:
        yield
    except (SettingsRefused, CarrierAway) as why:
        raise SendingFailed(str(why)) from None
    except CarrierRefused as why:
        raise SendingRefused(str(why)) from None
    except CarrierFault as why:
        raise SendingUnclear(str(why)) from None

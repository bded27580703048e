"""When an alert's time has come: in its hours, or at the time of its digest."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.engine.alerts import Alert
from ivr.hours import Calendar, state_at


def told_now(alert: Alert, calendars: Mapping[str, Calendar], zone: ZoneInfo, now: datetime) -> datetime | None:
    """Until when what gathered is to be told now; None where nothing is, for it is not the time.

    Without `digest` that is all there is. With it, all that came before the last time of day that it names; while the
    office of its calendar is closed, nothing.
    """
    calendar = calendars.get(alert.when)
    if calendar and not state_at(calendar, now).open:
        return None
    if alert.digest is None:
        return now
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), alert.digest, zone)
    return today if today <= now else datetime.combine(local.date() - timedelta(days=1), alert.digest, zone)

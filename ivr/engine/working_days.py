"""Which days are working days of a department: by them cases are due, and pledges held to be kept."""

from ivr.engine.edition import Edition
from ivr.hours.working_days import Works, open_days, usual_days


def works_in(edition: Edition, department: str) -> Works:
    """Whether a department works on a day: by the calendar of its pledges, else as offices of the country do."""
    known = edition.departments.get(department)
    calendar = edition.calendars.get(known.pledges.calendar) if known else None
    return open_days(calendar) if calendar else usual_days(edition.home.country)

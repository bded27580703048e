"""What is different in what a department promises."""

from collections.abc import Iterator

from ivr.authoring.differing.changes import Change, Spot, pairs
from ivr.engine.pledges import Pledge, Pledges
from ivr.translation import said

OF_A_RATING = ("rating", "question", "answers")


def pledge_changes(department: str, old: Pledges, new: Pledges) -> Iterator[Change]:
    """All of them, year by year."""
    spot = Spot(department, said("pledges"))
    yield from spot.value(said("the calendar of working days"), old.calendar, new.calendar)
    yield from spot.value(said("the day on which a year of pledges begins"), _day(old.begins), _day(new.begins))
    for year in sorted(old.years.keys() | new.years.keys()):
        was, now = ({each.name: each for each in one.years.get(year, ())} for one in (old, new))
        for name in pairs(was, now):
            yield from _pledge(Spot(department, said("pledge {name} of {year}", name=name, year=year)), was, now, name)


def _pledge(spot: Spot, was: dict[str, Pledge], now: dict[str, Pledge], name: str) -> Iterator[Change]:
    if name not in was or name not in now:
        yield spot.says(said("this pledge is new") if name in now else said("this pledge is gone"))
        return
    old, new = was[name], now[name]
    yield from spot.texts(said("its text"), old.say, new.say)
    for setting in ("measure", "within", "window", "owner", "cases", "officers", "leaves_out", *OF_A_RATING):
        yield from spot.value(said("its {name}", name=setting), getattr(old, setting), getattr(new, setting))
    yield from spot.value(said("its target"), f"{old.target} %", f"{new.target} %")


def _day(begins: tuple[int, int]) -> str:
    return "{:02}-{:02}".format(*begins)

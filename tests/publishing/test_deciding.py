"""Who may publish, with whose approval, from when until when; and going back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from empty_database import put_tables
from small_site import works_menu, write_small_site

from ivr.app.installation import Installation, open_installation
from ivr.errors import EditionMissing, PublishingRefused
from ivr.publishing import deciding
from ivr.publishing.comparing import compare
from ivr.publishing.publish import Published, ServingSpan, current_hash
from ivr.settings import load_settings
from ivr.storage.editions import shelf as editions

EDITORS = "{editors: {site: [wong, lee], works: [chan], parks: [ho]}}"
TWO = "{approval: two people}"
BOTH = "{approval: two people, editors: {site: [wong, lee], works: [chan, ho]}}"
Change = Callable[..., None]


class Desk:
    """An installation over a small site that tests write in, and a clock they turn."""

    def __init__(self, folder: Path) -> None:
        self.site, self.now = folder / "site", datetime(2026, 12, 1, 4, 0, tzinfo=UTC)  # noon in Hong Kong
        environ = {"IVR_SITE": str(self.site), "IVR_STATE": str(folder / "state")}
        self.installation: Installation = open_installation(load_settings(environ))
        self.shelf = self.installation.shelf
        self.turn_clock(timedelta())

    def turn_clock(self, later: timedelta) -> None:
        self.now += later
        self.shelf.clock = self.shelf.bundles._clock = self.shelf.approvals._clock = lambda: self.now

    def write(self, number: int, publishing: str = "") -> None:
        write_small_site(self.site, number, publishing)

    def publish(self, author: str = "wong", span: ServingSpan = ServingSpan(), *, ruled: bool = True) -> Published:  # noqa: B008
        return self.installation.publish(author, span=span, ruled=ruled)

    def begin(self, publishing: str = "") -> str:
        """Edition 1, with the rule that is then in force."""
        self.write(1, publishing)
        return self.publish().checked.edition.hash

    @property
    def served(self) -> str:
        return current_hash(self.shelf)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "FRESH_FOR", 0.0)
    made = Desk(tmp_path)
    put_tables(made.installation.database)
    yield made
    made.installation.database.close()


def test_an_editor_may_publish_their_own_department_alone(desk: Desk) -> None:
    first = desk.begin(EDITORS)
    desk.write(2, EDITORS)
    with pytest.raises(PublishingRefused, match="ho may not publish changes of works; ask chan, lee, wong"):
        desk.publish("ho")
    assert desk.served == first
    assert desk.publish("Chan ").changed


@pytest.mark.parametrize(("path", "touched"), [("flows.yaml", "site"), ("prompts/en/phrases.yaml", "site")])
def test_what_all_share_needs_the_site_s_people(desk: Desk, path: str, touched: str) -> None:
    desk.begin(EDITORS)
    desk.write(1, EDITORS)
    with (desk.site / path).open("a") as file:
        file.write("# a comment is a change too\n")
    with pytest.raises(PublishingRefused, match=f"chan may not publish changes of {touched}; ask lee, wong"):
        desk.publish("chan")
    assert desk.publish("lee").changed


def test_nobody_makes_themself_an_editor(desk: Desk) -> None:
    desk.begin(EDITORS)
    desk.write(2, "{editors: {site: [ho]}}")
    with pytest.raises(PublishingRefused, match="changes of site, works"):
        desk.publish("ho")


def test_the_demo_asks_nobody(desk: Desk) -> None:
    desk.begin(BOTH)
    desk.write(2, BOTH)
    assert desk.publish("demo", ruled=False).changed


def test_where_two_people_must_agree_one_proposes_and_another_approves(desk: Desk) -> None:
    first = desk.begin(TWO)
    desk.write(2, TWO)
    published = desk.publish("chan")
    proposed = published.checked.edition.hash
    assert (published.changed, published.proposal.edition, desk.served) == (False, proposed, first)
    with pytest.raises(PublishingRefused, match="another person"):
        deciding.approve(desk.shelf, proposed[:8], " CHAN")
    deciding.approve(desk.shelf, proposed[:8], "wong")
    assert desk.served == proposed
    latest = desk.shelf.history()[0]
    assert (latest.author, "approved by wong" in latest.note) == ("chan", True)
    with pytest.raises(PublishingRefused, match="it was approved"):
        deciding.approve(desk.shelf, proposed[:8], "lee")


def test_the_rule_in_force_is_that_of_the_edition_served(desk: Desk) -> None:
    first = desk.begin(TWO)
    desk.write(1)
    assert desk.publish("chan").proposal
    assert desk.served == first


def test_approving_needs_permission_too(desk: Desk) -> None:
    desk.begin(BOTH)
    desk.write(2, BOTH)
    proposal = desk.publish("chan").proposal
    with pytest.raises(PublishingRefused, match="mallory may not"):
        deciding.approve(desk.shelf, proposal.edition[:8], "mallory")
    deciding.approve(desk.shelf, proposal.edition[:8], "ho")


def test_a_proposal_made_on_what_is_served_no_longer_is_refused(desk: Desk) -> None:
    desk.begin(TWO)
    desk.write(2, TWO)
    stale = desk.publish("chan").proposal
    desk.write(3, TWO)
    other = desk.publish("ho").proposal
    deciding.approve(desk.shelf, other.edition[:8], "wong")
    with pytest.raises(PublishingRefused, match="it was superseded"):
        deciding.approve(desk.shelf, stale.edition[:8], "wong")
    assert desk.served == other.edition


def test_a_proposal_overtaken_by_a_schedule_is_superseded(desk: Desk) -> None:
    desk.begin(TWO)
    desk.write(2, TWO)
    timed = desk.publish("chan", ServingSpan(desk.now + timedelta(hours=1), None)).proposal
    deciding.approve(desk.shelf, timed.edition[:8], "wong")
    desk.write(3, TWO)
    late = desk.publish("ho").proposal
    desk.turn_clock(timedelta(hours=2))
    assert desk.served == timed.edition
    with pytest.raises(PublishingRefused, match="propose it again"):
        deciding.approve(desk.shelf, late.edition[:8], "wong")


def test_a_proposal_is_withdrawn(desk: Desk) -> None:
    desk.begin(TWO)
    desk.write(2, TWO)
    proposal = desk.publish("chan").proposal
    deciding.withdraw(desk.shelf, proposal.edition[:8], "chan")
    with pytest.raises(PublishingRefused, match="it was withdrawn"):
        deciding.approve(desk.shelf, proposal.edition[:8], "wong")


def test_rolling_back_goes_to_the_one_before_and_forth_again(desk: Desk) -> None:
    first = desk.begin()
    desk.write(2)
    second = desk.publish().checked.edition.hash
    assert deciding.roll_back(desk.shelf, "", "chan", "").edition == first
    assert desk.served == first
    assert deciding.roll_back(desk.shelf, "", "chan", "").edition == second


def test_with_one_edition_there_is_nothing_to_go_back_to(desk: Desk) -> None:
    desk.begin()
    with pytest.raises(EditionMissing, match="no other edition"):
        deciding.roll_back(desk.shelf, "", "chan", "")


def test_rolling_back_takes_one_person_unless_the_rule_itself_would_go(desk: Desk) -> None:
    without = desk.begin()
    desk.write(2, TWO)
    second = desk.publish("chan").checked.edition.hash
    desk.write(3, TWO)
    third = desk.publish("chan").proposal.edition
    deciding.approve(desk.shelf, third[:8], "wong")
    assert deciding.roll_back(desk.shelf, second[:8], "chan", "").proposal is None
    back = deciding.roll_back(desk.shelf, without[:8], "chan", "")
    assert (back.proposal.edition, desk.served) == (without, second)
    deciding.approve(desk.shelf, without[:8], "wong")
    assert desk.served == without


def test_nobody_goes_back_to_what_was_never_served(desk: Desk) -> None:
    desk.begin(TWO)
    desk.write(2, TWO)
    proposal = desk.publish("chan").proposal
    with pytest.raises(PublishingRefused, match="never served"):
        deciding.roll_back(desk.shelf, proposal.edition[:8], "chan", "")


def test_a_time_without_a_zone_is_the_site_s(desk: Desk) -> None:
    first = desk.begin()
    desk.write(2)
    span = ServingSpan(datetime(2026, 12, 1, 13, 0), datetime(2026, 12, 1, 14, 0))  # noqa: DTZ001 - as typed
    timed = desk.publish(span=span)
    assert (timed.changed, timed.begins.isoformat()) == (False, "2026-12-01T13:00:00+08:00")
    served = []
    for _ in range(4):
        served.append(desk.served)
        desk.turn_clock(timedelta(minutes=50))
    second = timed.checked.edition.hash
    assert served == [first, first, second, first]


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(-1, None, "that time is over"), (3, 2, "ends after it begins"), (None, -1, "ends after it begins")],
)
def test_a_span_that_makes_no_sense_is_refused(desk: Desk, begins: int, ends: int, words: str) -> None:
    desk.begin()
    desk.write(2)
    moments = (None if each is None else desk.now + timedelta(hours=each) for each in (begins, ends))
    with pytest.raises(PublishingRefused, match=words):
        desk.publish(span=ServingSpan(*moments))
    assert len(desk.shelf.history()) == 1


def test_schedules_that_cross_are_refused_and_one_is_cancelled(desk: Desk) -> None:
    first = desk.begin()
    hours = [desk.now + timedelta(hours=each) for each in range(6)]
    desk.write(2)
    planned = desk.publish(span=ServingSpan(hours[2], hours[4])).checked.edition.hash
    desk.write(3)
    with pytest.raises(PublishingRefused, match=f"ivr editions cancel {planned[:12]}"):
        desk.publish(span=ServingSpan(hours[3], None))
    deciding.cancel(desk.shelf, planned[:8], "chan")
    desk.publish(span=ServingSpan(hours[3], hours[4]))
    desk.turn_clock(timedelta(hours=2.5))
    assert desk.served == first
    desk.turn_clock(timedelta(hours=1))
    assert desk.served != first
    with pytest.raises(EditionMissing, match="no edition is scheduled"):
        deciding.cancel(desk.shelf, planned[:8], "chan")


def test_who_publishes_now_is_told_what_will_come_without_it(desk: Desk) -> None:
    desk.begin()
    desk.write(2)
    planned = desk.publish(span=ServingSpan(desk.now + timedelta(hours=2), None)).checked.edition.hash
    desk.write(3)
    (later,) = desk.publish().later
    assert later.edition == planned


def test_an_edition_that_comes_later_loads_only_tables_that_nobody_looks_in(desk: Desk) -> None:
    def table(columns: str, name: str = "levels") -> None:
        menu = works_menu(1).replace("start:", f"tables: {{{name}: {{file: {name}.csv, columns: {columns}}}}}\nstart:")
        desk.write(1)
        (desk.site / "menus/works/menu.yaml").write_text(menu, "utf-8")
        names = columns.strip("{}").replace(": text", "").replace(": number", "").replace(" ", "")
        (desk.site / f"menus/works/{name}.csv").write_text(f"{names}\n{','.join('1' for _ in names.split(','))}\n")

    table("{a: text}")
    desk.publish()
    later = ServingSpan(desk.now + timedelta(hours=1), None)
    table("{a: number}")
    with pytest.raises(PublishingRefused, match="the columns of works/levels change"):
        desk.publish(span=later)
    table("{b: text}", "depths")
    assert desk.publish(span=later).begins


def test_what_changed_is_told_by_department(desk: Desk) -> None:
    first = desk.begin()
    desk.write(2)
    second = desk.publish().checked.edition.hash
    changes = compare(desk.shelf.by_hash(first), desk.shelf.by_hash(second))
    assert {change.group for change in changes} == {"works"}

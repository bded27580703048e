"""What somebody might slip into the menus: premium and foreign numbers, other words, their own approval, no trace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from empty_database import put_tables
from small_site import write_small_site
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ivr.app.installation import Installation, open_installation
from ivr.errors import PublishingRefused, StorageAway
from ivr.publishing import deciding
from ivr.publishing.publish import current_hash
from ivr.settings import load_settings
from ivr.storage.database.transactions import Database
from ivr.storage.people.audit import AuditRecord, keep_audit

RULE = "{approval: two people, editors: {site: [wong, lee], works: [chan, ho]}}"
OFFICE = '"+852 2220 0111"'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_small_site(tmp_path / "site", 1, RULE)


@pytest.fixture
def installation(site: Path, tmp_path: Path) -> Iterator[Installation]:
    """A small site, published, where two people must agree."""
    opened = open_installation(load_settings({"IVR_SITE": str(site), "IVR_STATE": str(tmp_path / "state")}))
    put_tables(opened.database)
    opened.publish("wong", ruled=False)
    yield opened
    opened.database.close()


def put(site: Path, file: str, old: str, new: str) -> None:
    """Change a file of the site."""
    before = (site / file).read_text("utf-8")
    assert old in before
    (site / file).write_text(before.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    "number",
    ['"+1 900 555 0123"', '"+44 909 879 0000"', '"+881 612 345 678"', '"+979 1 2345 6789"', '"+247 62345"'],
    ids=["premium", "premium in Britain", "satellite", "premium anywhere", "an island"],
)
def test_no_menu_that_dials_abroad_is_published_unless_it_says_so(installation, site, number):
    before = current_hash(installation.shelf)
    put(site, "flows.yaml", OFFICE, number)
    done = installation.publish("wong", ruled=False)
    assert done.checked.edition is None
    assert {problem.rule for problem in done.checked.problems} == {"bad-number"}
    assert current_hash(installation.shelf) == before


@pytest.mark.parametrize("number", ['"+1 900 555 0123"', '"+44 909 879 0000"', '"+979 1 2345 6789"'])
def test_no_menu_dials_what_costs_more_than_a_call_even_if_it_says_so(installation, site, number):
    put(site, "flows.yaml", f"numbers: [{OFFICE}]", f"abroad: yes, numbers: [{number}]")
    done = installation.publish("wong", ruled=False)
    assert done.checked.edition is None
    assert {problem.rule for problem in done.checked.problems} == {"bad-number"}


def test_an_editor_of_a_department_changes_no_number_that_is_dialled(installation, site):
    put(site, "flows.yaml", OFFICE, '"+852 2220 0666"')
    with pytest.raises(PublishingRefused, match="chan may not publish changes of site"):
        installation.publish("chan")


def test_no_department_dials_a_number_of_its_own(installation, site):
    put(site, "menus/works/menu.yaml", "to: desk", 'to: "+852 2220 0666"')
    done = installation.publish("wong", ruled=False)
    assert done.checked.edition is None
    assert "unknown-officers" in {problem.rule for problem in done.checked.problems}


def test_words_that_callers_hear_are_changed_by_nobody_alone_and_every_change_is_told(installation, site):
    before = current_hash(installation.shelf)
    put(site, "menus/works/menu.yaml", "Welcome to edition 1", "Give us your password at edition 1")
    proposal = installation.publish("chan").proposal
    assert proposal is not None
    for name in ("chan", " CHAN ", "Chan"):
        with pytest.raises(PublishingRefused, match="another person"):
            deciding.approve(installation.shelf, proposal.edition[:8], name)
    assert current_hash(installation.shelf) == before
    deciding.approve(installation.shelf, proposal.edition[:8], "ho")
    assert installation.shelf.history()[0].author == "chan"
    assert "approved by ho" in installation.shelf.history()[0].note


def test_an_edition_is_named_by_its_content_so_that_none_is_changed_after_its_approval(installation, site):
    put(site, "menus/works/menu.yaml", "Welcome to edition 1", "Welcome to edition one")
    proposal = installation.publish("chan").proposal
    put(site, "menus/works/menu.yaml", "Welcome to edition one", "Give us your password")
    deciding.approve(installation.shelf, proposal.edition[:8], "ho")
    said = str(installation.shelf.current().nodes["works/main"])
    assert "Welcome to edition one" in said
    assert "password" not in said


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_nobody_wipes_the_trace(database: Database, statement: str) -> None:
    keep_audit(database, AuditRecord(datetime.now(UTC), "chan@site.example", "10.0.0.1", "published menus", "works"))
    with pytest.raises((DBAPIError, StorageAway)), database.writing() as connection:
        connection.execute(text(statement))

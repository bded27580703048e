"""Drafts: one a person and file, replaced only by whoever saw the one before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ivr.storage.editions.drafts import (
    FileDraft,
    discard_draft,
    draft_of_file,
    drafts_of,
    others_with_drafts,
    save_draft,
)

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FILE = "menus/transport/menu.yaml"
FIRST = FileDraft("chan", FILE, "one", "b" * 64, NINE)
SECOND = replace(FIRST, content="two", saved_at=NINE + timedelta(minutes=1))


def test_a_draft_is_replaced_only_over_the_version_that_was_seen(database):
    assert save_draft(database, FIRST, "")
    assert not save_draft(database, SECOND, "")
    assert not save_draft(database, SECOND, "0" * 64)
    assert draft_of_file(database, "chan", FILE) == FIRST
    assert save_draft(database, SECOND, FIRST.version)
    assert draft_of_file(database, "chan", FILE) == SECOND


def test_the_same_text_saved_twice_is_kept_once(database):
    assert save_draft(database, FIRST, "")
    assert save_draft(database, FIRST, "")
    assert drafts_of(database, "chan") == (FIRST,)


def test_a_draft_is_discarded_only_in_the_version_that_was_seen(database):
    save_draft(database, SECOND, "")
    assert not discard_draft(database, "chan", FILE, FIRST.version)
    assert discard_draft(database, "chan", FILE, SECOND.version)
    assert draft_of_file(database, "chan", FILE) is None
    assert discard_draft(database, "chan", FILE, SECOND.version)  # gone is gone


def test_others_with_drafts_of_the_same_file_are_named(database):
    save_draft(database, FIRST, "")
    save_draft(database, replace(SECOND, author="wong"), "")
    save_draft(database, replace(SECOND, author="lee", file="flows.yaml"), "")
    assert others_with_drafts(database, "chan", FILE) == (("wong", SECOND.saved_at),)
    assert others_with_drafts(database, "wong", FILE) == (("chan", NINE),)

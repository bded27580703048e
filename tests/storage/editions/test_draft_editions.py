"""Editions made of drafts: kept for their authors, the latest of each."""

from datetime import UTC, datetime, timedelta

from ivr.storage.editions.draft_editions import KEPT, draft_edition, keep_draft_edition

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_draft_edition_is_its_authors_alone(database):
    keep_draft_edition(database, "chan", "e1", b"mine", NINE)
    assert draft_edition(database, "chan", "e1") == b"mine"
    assert draft_edition(database, "wong", "e1") is None
    assert draft_edition(database, "chan", "e2") is None


def test_the_oldest_make_room_and_ringing_one_again_makes_it_the_latest(database):
    keep_draft_edition(database, "wong", "e0", b"theirs", NINE)
    for number in range(KEPT):
        keep_draft_edition(database, "chan", f"e{number}", b"x", NINE + timedelta(seconds=number))
    keep_draft_edition(database, "chan", "e0", b"x", NINE + timedelta(seconds=KEPT))
    keep_draft_edition(database, "chan", "new", b"x", NINE + timedelta(seconds=KEPT + 1))
    kept = [name for name in ("new", "e0", *(f"e{n}" for n in range(1, KEPT))) if draft_edition(database, "chan", name)]
    assert kept == ["new", "e0", "e2", "e3", "e4"]
    assert draft_edition(database, "wong", "e0") == b"theirs"

"""A hotline to practise on is there at once, whatever proving it would take."""

from pathlib import Path

from ivr.app.practice import practice
from ivr.authoring.walking import proving

SITE = Path(__file__).parents[2]


def test_a_site_is_rung_without_walking_every_path() -> None:
    proving._walks.clear()
    with practice(SITE) as hotline:
        assert hotline.edition.hotlines
    assert not proving._walks

"""What the walk and the times to an answer both go by is worked out once; what another edition goes by is its own."""

from dataclasses import replace

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking.alike_calls import essence_of
from ivr.authoring.walking.moments import moments_of


def test_an_edition_that_differs_in_its_calendars_is_walked_at_moments_of_its_own(good_files: SiteFiles) -> None:
    edition = edition_from_bundle(bundle(good_files))
    closed = replace(
        edition, calendars={name: replace(each, week=((),) * 7) for name, each in edition.calendars.items()}
    )
    assert moments_of(edition) is moments_of(edition)
    assert moments_of(closed) != moments_of(edition)
    assert essence_of(edition) is essence_of(edition)

"""Holidays that stand in a file of the site are part of its edition."""

from dataclasses import replace
from datetime import date

from ivr.authoring.checking.loading import check_files, edition_from_bundle
from ivr.authoring.site.files import bundle


def test_they_come_through_the_bundle_into_the_calendar(with_edits):
    files = with_edits([("flows.yaml", "    holidays: closed\n", "    holidays: closed\n    holidays_of: school\n")])
    school = "2027-06-21: {yue: 校慶, en: Founders' Day}\n".encode()
    files = replace(files, menus={**files.menus, "holidays/school.yaml": school})
    checked = check_files(files)
    assert checked.problems == ()
    named = {date(2027, 6, 21): {"yue": "校慶", "en": "Founders' Day"}}
    for edition in (checked.edition, edition_from_bundle(bundle(files))):
        assert edition.calendars["office"].own_holidays == named
        assert edition.calendars["emergency"].own_holidays is None

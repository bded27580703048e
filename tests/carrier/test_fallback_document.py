"""The document that needs no server of ours: what it says holds at every hour, and it rings whom the site would."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.authoring.checking.loading import load_site
from ivr.carrier.fallback_document import INSTEAD, fallback_document, officers_of
from ivr.engine.edition import Edition, Notice
from ivr.hours.season import Season
from ivr.phone.twiml import read_document
from ivr.phone.verbs import Dial, Hangup, Say

SITE = Path(__file__).parents[2]
NOWHERE = "https://no.server.example"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_site(SITE)


def verbs(edition: Edition, name: str = "transport", **changed: object) -> list[object]:
    """The document as a carrier reads it, every check of the test telephone passed."""
    return list(read_document(fallback_document(edition, replace(edition.hotline(name), **changed)), NOWHERE, NOWHERE))


def said_in(document: list[object], language: str) -> list[str]:
    return [verb.text for verb in document if isinstance(verb, Say) and verb.language == language]


def test_every_language_is_spoken_before_the_officers_are_rung_and_after(edition):
    document = verbs(edition)
    dial = next(at for at, verb in enumerate(document) if isinstance(verb, Dial))
    for part in (document[:dial], document[dial + 1 : -1]):
        assert [verb.language for verb in part] == ["yue-HK", "cmn-CN", "en-GB"]
        assert [verb.voice for verb in part] == [each.voice for each in edition.languages.values()]
    assert isinstance(document[-1], Hangup)
    assert said_in(document, "en-GB")[0].startswith("Transport Services. We are sorry")
    assert said_in(document, "yue-HK")[0].startswith("運輸熱線。")


@pytest.mark.parametrize(
    ("name", "officers"),
    [("transport", "licensing_counter"), ("water", "accounts_office"), ("city", "enquiry_desk")],
)
def test_the_officers_are_those_whom_the_key_for_an_officer_rings(edition, name, officers):
    found = officers_of(edition, edition.hotline(name))
    assert found == edition.officers[officers]
    dial = next(verb for verb in verbs(edition, name) if isinstance(verb, Dial))
    assert [number.number for number in dial.numbers] == list(found.numbers)
    assert dial.timeout == found.seconds


def test_it_holds_no_address_and_claims_nothing_that_hangs_on_the_hour(edition):
    for line in edition.hotlines.values():
        document = fallback_document(edition, line).decode()
        assert "http" not in document
        assert not re.search("action=|url=|<Play|<Gather|<Record|<Redirect", document)
    spoken = " ".join(said_in(verbs(edition), "en-GB"))
    assert "If nobody answered" in spoken  # it is said too to whoever talked to an officer
    assert not re.search("are open|is open|are closed|nobody could answer", spoken, re.IGNORECASE)


def test_officers_who_are_rung_in_order_are_rung_so_and_others_all_at_once(edition):
    in_order = fallback_document(edition, edition.hotline("transport"))
    assert b'sequential="true"' in in_order
    together = replace(edition.officers["licensing_counter"], together=True)
    changed = replace(edition, officers={**edition.officers, "licensing_counter": together})
    assert b"sequential" not in fallback_document(changed, changed.hotline("transport"))


def test_a_line_without_officers_says_so_in_its_own_words_and_rings_nobody(edition):
    document = verbs(edition, officers=False, instead_of_officers={"en": "In danger, ring 999."})
    assert not any(isinstance(verb, Dial) for verb in document)
    own, sorry = said_in(document, "en-GB")
    assert own == "In danger, ring 999."
    assert "ring again later" in sorry
    assert len(said_in(document, "yue-HK")) == 1


def test_notices_that_always_hold_come_first_and_those_of_some_days_not_at_all(edition):
    always = Notice({"en": "In danger, ring 999."})
    sometimes = Notice({"en": "Closed for the races."}, Season("2026-12-01", ""))
    document = verbs(edition, notices=(sometimes, always))
    assert said_in(document, "en-GB")[0] == "In danger, ring 999."
    assert "races" not in str(document)


def test_a_site_without_the_phrases_says_what_it_has(edition):
    bare = {
        code: {name: text for name, text in phrases.items() if not name.startswith("line_down")}
        for code, phrases in edition.phrases.items()
    }
    older = replace(edition, phrases=bare)
    spoken = said_in(verbs(older), "en-GB")
    phrases = edition.phrases["en"]
    assert spoken == [f"{phrases['apology']} {phrases['transferring']}", phrases["goodbye"]]
    assert all(name in phrases for names in INSTEAD.values() for name in names)


def test_names_with_signs_of_xml_and_a_title_of_braces_do_no_harm(edition):
    document = verbs(edition, title={"en": "Fish & <Chips> {title}", "yue": "", "cmn": "x"})
    assert said_in(document, "en-GB")[0].startswith("Fish & <Chips> {title}.")

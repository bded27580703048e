"""Which recordings of a site are played, what is told of the others, and what each note says."""

import io
import wave
from collections.abc import Callable
from dataclasses import replace

import pytest

from ivr.authoring.checking.loading import check_files, edition_from_bundle
from ivr.authoring.grammar.manifest import Note, note, text_hash, written
from ivr.authoring.site.files import SiteFiles, bundle, hash_of
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.prompts import missing, spoken_texts, text_for
from ivr.authoring.site.wave import seconds_of
from ivr.errors import SoundRefused

MENU = "menus/transport/menu.yaml"
PLACE = "prompts/en/transport/main.wav"
NOTES = "prompts/en/recordings.yaml"
VOICE = "voice: Polly.Amy-Neural"


def _wav(seconds: float = 1.0) -> bytes:
    written_to = io.BytesIO()
    with wave.open(written_to, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\1\0" * int(8000 * seconds))
    return written_to.getvalue()


@pytest.fixture
def words(good_files: SiteFiles) -> str:
    """What the menu of the good site says in English."""
    return _texts(good_files)["en", "transport/main"].text


@pytest.fixture
def recorded(good_files: SiteFiles) -> Callable[..., SiteFiles]:
    """The good site with a recording at a place, and a note about it."""

    def make(noted: Note | None, sound: bytes | None = None, place: str = PLACE) -> SiteFiles:
        node = place.removeprefix("prompts/en/").removesuffix(".wav")
        notes = {NOTES: written({node: noted}).encode()} if noted else {}
        heard = sound or _wav()
        return replace(
            good_files,
            menus={**good_files.menus, **notes},
            recordings={place: hash_of(heard)},
            sounds={hash_of(heard): heard},
        )

    return make


def _note(words: str, sound: bytes | None = None, kind: str = "studio") -> Note:
    return note(words, hash_of(sound or _wav()), kind, "2026-11-23", "wong")


def _texts(files: SiteFiles) -> dict:
    edition = check_files(files).edition
    assert edition is not None
    return {(text.language, text.at): text for text in spoken_texts(gather(files)[0], edition)}


def _told(files: SiteFiles) -> list[tuple[str, str, str, str]]:
    return [(each.file, each.rule, each.message, each.level) for each in check_files(files).problems]


def test_a_recording_that_says_its_text_is_played(recorded, words):
    files = recorded(_note(words))
    assert _told(files) == []
    assert check_files(files).edition.recordings == {("en", "transport/main"): hash_of(_wav())}


def test_the_notes_are_part_of_the_edition(recorded, words):
    files = recorded(_note(words))
    assert edition_from_bundle(bundle(files)).recordings == {("en", "transport/main"): hash_of(_wav())}


def test_a_recording_whose_text_has_changed_is_left_out_and_told_of(recorded, words, printed):
    files = recorded(_note(words.replace("fees", "prices")))
    assert check_files(files).edition.recordings == {}
    assert edition_from_bundle(bundle(files)).recordings == {}
    assert (
        printed(files)
        == f"""\
prompts/en/recordings.yaml:4:3: warning: the text of "transport/main" has changed since this was recorded.  \
[stale-recording]
     4 |   transport/main:
       |   ^^^^^^^^^^^^^^
       = It says: "{words.replace("fees", "prices").strip()}"
       = The text is now: "{words}"
       = Callers hear the text until it is recorded again.

Checked 1 hotline, 1 department, 9 nodes, 12 texts: 1 warning."""
    )


@pytest.mark.parametrize(
    ("words_before", "instead"),
    [("driving licences", "licences"), ("      1: {label", "      4: {label"), ("to: licence}", "to: officer}")],
)
def test_a_changed_label_or_key_makes_the_recording_stale_but_not_where_it_leads(
    recorded, words, words_before, instead
):
    files = recorded(_note(words))
    menu = files.menus[MENU].decode().replace(words_before, instead, 1).encode()
    checked = check_files(replace(files, menus={**files.menus, MENU: menu}))
    stale = "stale-recording" in {problem.rule for problem in checked.problems}
    assert stale == ("to:" not in words_before)


@pytest.mark.parametrize("noted", ["nothing", "another sound"])
def test_a_recording_of_which_nothing_is_noted_is_left_out_and_told_of(recorded, words, noted, printed):
    files = recorded(None if noted == "nothing" else _note(words, _wav(2)))
    assert check_files(files).edition.recordings == {}
    assert (
        printed(files)
        == f"""\
{PLACE}: warning: it is not noted what this recording says, so the text is spoken instead.  [unknown-recording-text]
       = The text is: "{words}"
       = If the recording says this, run: ivr prompts add {PLACE}

Checked 1 hotline, 1 department, 9 nodes, 12 texts: 1 warning."""
    )


@pytest.mark.parametrize("node", ["status", "which_office", "opening_hours"])
def test_what_changes_from_call_to_call_cannot_be_recorded(recorded, node):
    place = f"prompts/en/transport/{node}.wav"
    files = recorded(_note("Application one is ready."), place=place)
    assert check_files(files).edition.recordings == {}
    message = f'what "transport/{node}" says cannot be recorded, so this is never played.'
    assert _told(files) == [(place, "not-recordable", message, "warning")]


def test_a_slip_in_the_notes_is_told_of_like_any_other(recorded, words):
    files = recorded(_note(words))
    slipped = files.menus[NOTES].decode().replace("kind: studio", "kind: studoi").encode()
    assert _told(replace(files, menus={**files.menus, NOTES: slipped})) == [
        (NOTES, "bad-value", '"studoi" cannot stand here.', "error")
    ]


def test_what_is_written_is_read_again(recorded):
    noted = _note("On: 12:30 – “yes”, no # not a comment\n  {braces}")
    site, problems = gather(recorded(noted))
    assert problems == ()
    assert site.manifests["en"].notes == {"transport/main": noted}
    assert noted.says == "On: 12:30 – “yes”, no # not a comment {braces}"


def test_spaces_do_not_make_another_text():
    assert text_hash("To be,  or\nnot") == text_hash("To be, or not") != text_hash("To be or not")


def test_a_pronunciation_list_is_part_of_its_language(good_files):
    menus = {**good_files.menus, "prompts/en/pronunciation.yaml": b"HKSAR: H K S A R\n12: twelve\n"}
    edition = check_files(replace(good_files, menus=menus)).edition
    assert edition.languages["en"].pronunciation == (("HKSAR", "H K S A R"), ("12", "twelve"))
    assert edition.languages["yue"].pronunciation == ()


def test_a_pronunciation_that_is_no_text_is_an_error(good_files):
    menus = {**good_files.menus, "prompts/en/pronunciation.yaml": b"HKSAR: [H, K]\n"}
    assert [rule for _, rule, _, _ in _told(replace(good_files, menus=menus))] == ["bad-value"]


@pytest.mark.parametrize(
    ("kind", "state", "seconds"), [("studio", "studio", 2.0), ("draft", "draft", 2.0), ("stale", "stale", None)]
)
def test_a_text_is_listed_with_how_it_is_heard(recorded, words, kind, state, seconds):
    sound = _wav(2)
    noted = _note("something else", sound) if kind == "stale" else _note(words, sound, kind)
    text = _texts(recorded(noted, sound))["en", "transport/main"]
    assert (text.state, text.department, text.note) == (state, "transport", noted)
    assert text.seconds == (seconds or text.seconds)
    assert seconds_of(sound) == 2.0


def test_every_text_of_a_site_is_listed_in_every_language(good_files):
    texts = _texts(good_files)
    assert {language for language, _ in texts} == {"yue", "en"}
    assert texts["en", "transport/main.3"].text == "Nine hundred dollars."
    assert texts["en", "transport/status found.say"].state == "not recordable"
    assert texts["en", "flows.yaml officers.counter.title"].text == "staff"
    assert texts["yue", "phrase tries_ran_out"].state == "not recordable"
    assert ("en", "transport/main choices.1.label") not in texts  # it is in what the menu says


def test_missing_are_texts_beside_recordings_of_the_same_language(recorded, good_files, words):
    assert missing(tuple(_texts(good_files).values())) == ()
    found = {(text.language, text.at) for text in missing(tuple(_texts(recorded(_note(words))).values()))}
    assert ("en", "transport/main.3") in found
    assert ("en", "transport/main") not in found
    assert {language for language, _ in found} == {"en"}


def test_a_recording_is_known_by_its_plain_name_and_by_the_one_on_the_sheet(good_files):
    texts = tuple(_texts(good_files).values())
    fees = text_for(texts, "en-transport-main.3")
    assert fees.text == "Nine hundred dollars."
    assert fees.name_to_save_as == f"en-transport-main.3-{text_hash(fees.text)[:6]}.wav"
    assert text_for(texts, fees.name_to_save_as.removesuffix(".wav")) == fees


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("en-transport-main.3-000000", "the text has changed since the studio got it"),
        ("en-transport-mian", 'Did you mean "en-transport-main"'),
        ("take 3", "See the names in: ivr prompts export"),
        ("en-transport-status found.say", "no text is recorded under the name"),
    ],
)
def test_a_recording_of_an_old_or_unknown_text_is_refused(good_files, name, why):
    with pytest.raises(SoundRefused, match=why):
        text_for(tuple(_texts(good_files).values()), name)


def test_words_of_the_pronunciation_list_stand_beside_the_text(good_files):
    menus = {**good_files.menus, "prompts/en/pronunciation.yaml": b"dollars: dollers\n"}
    text = _texts(replace(good_files, menus=menus))["en", "transport/main.3"]
    assert text.said == (("dollars", "dollers"),)


def test_a_text_that_a_language_lacks_is_a_warning_where_it_falls_back(with_edits, printed):
    files = with_edits(
        [("flows.yaml", VOICE, f"{VOICE}, falls_back_to: yue"), (MENU, ", en: Please key in your number.", "")]
    )
    warned = "warning: some texts are not in English: callers who chose it hear them in Cantonese.  [missing-language]"
    assert printed(files).startswith(f"flows.yaml:5:69: {warned}\n")
    assert printed(files).endswith("Checked 1 hotline, 1 department, 9 nodes, 12 texts: 1 warning.")
    assert check_files(files).edition.languages["en"].falls_back_to == "yue"

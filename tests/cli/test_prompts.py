"""`ivr prompts` on a copy of the sample site: what it lists, makes, keeps and writes."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ivr.authoring.checking.loading import check_site
from ivr.authoring.site.wave import why_not_playable
from ivr.errors import SoundRefused

SITE = Path(__file__).parents[2]
MENU = "menus/city/menu.yaml"
ABOUT = "prompts/en/city/about.wav"
OLD = "A computer answers this line, day and night."
ESPEAK = """#!/bin/sh
while [ "$#" -gt 1 ]; do [ "$1" = -w ] && out="$2"; shift; done
exec /bin/cp {sound} "$out"
"""


@pytest.fixture
def site(tmp_path: Path, ivr, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample site, in which the commands run."""
    for part in ("menus", "prompts"):
        shutil.copytree(SITE / part, tmp_path / "site" / part)
    shutil.copy(SITE / "flows.yaml", tmp_path / "site")
    monkeypatch.setenv("IVR_SITE", str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture
def change_text(site: Path) -> Callable[[], None]:
    """The English text of city/about becomes another one."""

    def change() -> None:
        menu = site / MENU
        assert OLD in menu.read_text("utf-8")
        menu.write_text(menu.read_text("utf-8").replace(OLD, "=A machine answers you."), "utf-8")

    return change


@pytest.fixture
def espeak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only program there is: reads every text aloud as the same recording."""
    program = tmp_path / "programs" / "espeak-ng"
    program.parent.mkdir()
    program.write_text(ESPEAK.format(sound=SITE / ABOUT))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


def _told(ivr, *words: str) -> list[dict]:
    result = ivr("prompts", *words, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def _heard(ivr) -> dict[tuple[str, str], str]:
    return {(row["language"], row["at"]): row["heard"] for row in _told(ivr, "list")}


def _rules(site: Path) -> list[tuple[str, str]]:
    return [(problem.file, problem.rule) for problem in check_site(site).problems if "recording" in problem.rule]


def test_every_text_is_listed_with_how_it_is_heard(ivr, site):
    rows = _told(ivr, "list", "--language", "en", "--department", "city")
    assert {row["language"] for row in rows} == {"en"}
    (about,) = [row for row in rows if row["at"] == "city/about"]
    assert about["heard"] == "draft"
    assert about["text"].startswith(OLD)
    assert about["recording"]["by"] == "espeak-ng"
    (main,) = [row for row in rows if row["at"] == "city/main"]
    assert main["heard"] == "spoken"
    assert "For transport services, press one." in main["text"]


def test_a_list_for_people_fits_its_line(ivr, site):
    result = ivr("prompts", "list", "--language", "en", "--department", "city")
    assert "city/about" in result.output
    assert "…" in result.output


def test_a_language_that_nobody_speaks_is_wrong_usage(ivr, site):
    result = ivr("prompts", "list", "--language", "eng")
    assert result.exit_code == 2
    assert "there are: cmn, en, yue" in result.output


def test_missing_are_the_texts_of_departments_that_record(ivr, site):
    missing = {(row["language"], row["at"]) for row in _told(ivr, "missing")}
    assert ("yue", "city/main") in missing
    assert ("yue", "city/about") not in missing
    assert not any(at.startswith("water/") for _, at in missing)


def test_a_changed_text_makes_its_recording_stale(ivr, site, change_text):
    assert "Every recording says what it should." in ivr("prompts", "stale").output
    change_text()
    (stale,) = _told(ivr, "stale")
    assert (stale["language"], stale["at"], stale["heard"]) == ("en", "city/about", "stale")
    assert stale["recording"]["says"].startswith(OLD)
    assert _rules(site) == [("prompts/en/recordings.yaml", "stale-recording")]


def test_voices_tell_who_speaks_what(ivr, site):
    by_language = {row["language"]: row for row in _told(ivr, "voices")}
    assert by_language["yue"]["voice"] == "Google.yue-HK-Standard-A"
    assert (by_language["en"]["draft"], by_language["en"]["studio"]) == (1, 0)


def test_a_recording_is_added_under_its_name_on_the_sheet(ivr, site, tmp_path, change_text):
    change_text()
    ivr("prompts", "export", "--csv", "--language", "en", "--department", "city", "--output", str(tmp_path / "s.csv"))
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["save as"].startswith("en-city-about")]
    assert row["old text"].startswith(OLD)
    take = tmp_path / row["save as"]
    shutil.copy(SITE / ABOUT, take)
    result = ivr("prompts", "add", str(take), "--by", "wong")
    assert result.exit_code == 0, result.output
    assert _heard(ivr)["en", "city/about"] == "studio"
    assert _rules(site) == []
    assert why_not_playable((site / ABOUT).read_bytes()) == ""


def test_a_recording_of_a_text_that_changed_meanwhile_is_refused(ivr, site, tmp_path, change_text):
    ivr("prompts", "export", "--all", "--csv", "--output", str(tmp_path / "s.csv"))
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        (name,) = [row["save as"] for row in csv.DictReader(file) if row["save as"].startswith("en-city-about")]
    change_text()
    shutil.copy(SITE / ABOUT, tmp_path / name)
    result = ivr("prompts", "add", str(tmp_path / name))
    assert isinstance(result.exception, SoundRefused)
    assert "the text has changed since the studio got it" in str(result.exception)
    assert _heard(ivr)["en", "city/about"] == "stale"


def test_good_recordings_are_kept_when_others_are_refused(ivr, site, tmp_path):
    for name in ("en-city-main.wav", "nonsense.wav"):
        shutil.copy(SITE / ABOUT, tmp_path / name)
    result = ivr("prompts", "add", str(tmp_path / "nonsense.wav"), str(tmp_path / "en-city-main.wav"))
    assert "nonsense" in str(result.exception)
    assert _heard(ivr)["en", "city/main"] == "studio"


def test_a_recording_can_be_named_and_kept_as_it_is(ivr, site, tmp_path):
    take = tmp_path / "take 3.wav"
    shutil.copy(SITE / ABOUT, take)
    assert ivr("prompts", "add", str(take), "--as", "en-city-main", "--as-is").exit_code == 0
    assert (site / "prompts/en/city/main.wav").read_bytes() == take.read_bytes()


def test_a_sound_that_does_not_play_is_not_kept_as_it_is(ivr, site, tmp_path):
    take = tmp_path / "en-city-main.wav"
    take.write_bytes(b"ID3 an mp3")
    result = ivr("prompts", "add", str(take), "--as-is")
    assert "this is not a WAV file" in str(result.exception)
    assert not (site / "prompts/en/city/main.wav").exists()


def test_a_recording_that_was_put_in_its_place_is_noted(ivr, site):
    shutil.copy(SITE / ABOUT, site / "prompts/en/city/main.wav")
    assert _rules(site) == [("prompts/en/city/main.wav", "unknown-recording-text")]
    assert ivr("prompts", "add", str(site / "prompts/en/city/main.wav"), "--as-is").exit_code == 0
    assert _rules(site) == []


def test_two_sounds_cannot_have_one_name(ivr, site):
    result = ivr("prompts", "add", str(site / ABOUT), str(site / ABOUT), "--as", "en-city-main")
    assert result.exit_code == 2


def test_drafts_are_made_of_what_has_no_recording(ivr, site, espeak):
    result = ivr("prompts", "render", "--language", "en", "--department", "city")
    assert result.exit_code == 0, result.output
    heard = _heard(ivr)
    assert {heard["en", f"city/{node}"] for node in ("main", "about", "officer", "leave_message")} == {"draft"}
    assert heard["yue", "city/main"] == "spoken"
    assert _rules(site) == []


def test_a_draft_whose_text_has_changed_is_made_again(ivr, site, espeak, change_text):
    change_text()
    ivr("prompts", "render", "--language", "en", "--department", "city")
    (about,) = [row for row in _told(ivr, "list", "--language", "en") if row["at"] == "city/about"]
    assert about["recording"]["says"].startswith("=A machine answers you.")


def test_a_persons_recording_is_replaced_by_a_draft_only_by_force(ivr, site, espeak, change_text):
    assert ivr("prompts", "add", str(site / ABOUT), "--as-is", "--by", "wong").exit_code == 0
    change_text()
    result = ivr("prompts", "render", "--language", "en", "--department", "city")
    assert "left 1 recordings of a person's voice alone" in result.output
    assert _heard(ivr)["en", "city/about"] == "stale"
    ivr("prompts", "render", "--language", "en", "--department", "city", "--force")
    assert _heard(ivr)["en", "city/about"] == "draft"


def test_without_a_draft_voice_it_is_said_what_to_install(ivr, site, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "install espeak-ng" in str(ivr("prompts", "render").exception)


def test_the_sheet_has_one_page_a_language_and_no_formulas(ivr, site, tmp_path, change_text):
    change_text()
    (site / "prompts/en/pronunciation.yaml").write_text("machine: muh-sheen\n", "utf-8")
    sheet = tmp_path / "studio.xlsx"
    result = ivr("prompts", "export", "--department", "city", "--output", str(sheet))
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(sheet)
    assert book.sheetnames == ["yue", "cmn", "en"]
    rows = list(book["en"].iter_rows(values_only=True))
    assert rows[0] == ("save as", "language", "text", "seconds", "note", "old text")
    (about,) = [row for row in rows if row[0].startswith("en-city-about-")]
    assert about[2].startswith("=A machine answers you.")
    assert about[4].endswith("machine: say muh-sheen")
    assert about[5].startswith(OLD)
    assert all(cell.data_type != "f" for row in book["en"].iter_rows() for cell in row)


def test_a_csv_sheet_runs_no_formula(ivr, site, tmp_path, change_text):
    change_text()
    ivr("prompts", "export", "--department", "city", "--output", str(tmp_path / "studio.csv"))
    assert "'=A machine" in (tmp_path / "studio.csv").read_text("utf-8-sig")


def test_what_a_person_has_recorded_is_on_the_sheet_only_when_asked_for(ivr, site, tmp_path):
    ivr("prompts", "add", str(site / ABOUT), "--as-is")
    sheet = tmp_path / "studio.csv"
    ivr("prompts", "export", "--language", "en", "--output", str(sheet))
    assert "en-city-about" not in sheet.read_text("utf-8-sig")
    ivr("prompts", "export", "--language", "en", "--all", "--output", str(sheet))
    assert "en-city-about" in sheet.read_text("utf-8-sig")


def test_a_sheet_that_cannot_be_written_is_told(ivr, site, tmp_path):
    result = ivr("prompts", "export", "--output", str(tmp_path / "gone" / "studio.xlsx"))
    assert "cannot be written" in str(result.exception)


def test_rehearsed_calls_name_texts_as_they_are_written(ivr, site):
    (site / "prompts/en/pronunciation.yaml").write_text("departments: de part ments\n", "utf-8")
    assert "departments" in ivr("call", "city", "--press", "3,hangup").output

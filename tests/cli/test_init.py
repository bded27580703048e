"""`ivr init`: a new site that passes check and test at once, and never harms what is there."""

import filecmp
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from ivr.authoring.schema import modeline
from ivr.authoring.starter import SITE
from ivr.authoring.starter.country import country_of
from ivr.authoring.starter.languages import PHRASED, WRITTEN, in_languages, likely_say
from ivr.words.telephones import exists

ROOT = Path(__file__).parents[2]
TITLES = ("--title", "yue=圖書館", "--title", "cmn=图书馆", "--title", 'en=Library: "books"')


@pytest.fixture
def new_site(ivr, tmp_path, monkeypatch):
    """Makes a new site and goes there; gives what was printed."""
    site = tmp_path / "library"

    def make(*options: str):
        result = ivr("init", str(site), *options)
        if (site / "flows.yaml").exists():
            monkeypatch.setenv("IVR_SITE", str(site))
            monkeypatch.chdir(site)
        return result

    return make


def test_a_new_site_passes_check_and_test_at_once(ivr, new_site):
    result = new_site()
    assert result.exit_code == 0
    assert "ivr check\n  ivr test\n  ivr serve" in result.output
    checked = ivr("check", "--strict")
    assert checked.exit_code == 0, checked.output
    assert "no problems" in checked.output
    tested = ivr("test")
    assert tested.output == "5 rehearsed calls: 5 as written, 0 different.\n"


def test_names_titles_and_number_are_those_given_whatever_they_hold(ivr, new_site):
    options = ("--department", "library", *TITLES, "--number", "2220 0177", "--owner", "Reader's desk")
    assert new_site(*options).exit_code == 0
    assert ivr("check", "--strict").exit_code == 0
    assert ivr("test").exit_code == 0
    assert 'library +85222200177 Library: "books"' in ivr("tree").output
    assert "kept by Reader's desk" in ivr("tree").output


def test_one_title_serves_every_language_that_has_none(ivr, new_site):
    new_site("--title", "HKPL", "--title", "yue=圖書館")
    assert 'site: {yue: "圖書館", cmn: "HKPL", en: "HKPL"}' in Path("flows.yaml").read_text("utf-8")


def test_every_file_names_its_schema_and_the_schema_is_there(new_site):
    new_site()
    for path, schema in (
        ("flows.yaml", "schemas/flows.schema.json"),
        ("menus/enquiries/menu.yaml", "../../schemas/menu.schema.json"),
        ("menus/enquiries/calls.yaml", "../../schemas/calls.schema.json"),
    ):
        assert Path(path).read_text("utf-8").splitlines()[0] == modeline(schema)
        assert json.loads((Path(path).parent / schema).read_text("utf-8"))["title"]
    settings = json.loads(Path(".vscode/settings.json").read_text("utf-8"))
    assert all(Path(schema).exists() for schema in settings["yaml.schemas"])
    assert json.loads(Path(".vscode/extensions.json").read_text("utf-8"))["recommendations"] == ["redhat.vscode-yaml"]


def test_the_problems_of_check_are_found_by_the_task_of_the_editor(ivr, new_site):
    new_site()
    flows = Path("flows.yaml")
    flows.write_text(flows.read_text("utf-8").replace("start: enquiries/main", "start: enquiries/mian"), "utf-8")
    task = json.loads(Path(".vscode/tasks.json").read_text("utf-8"))["tasks"][0]
    found = re.search(task["problemMatcher"]["pattern"]["regexp"], ivr("check").output, re.MULTILINE)
    assert found
    assert found.groups()[0] == "flows.yaml"
    assert found.groups()[3] == "error"


def test_a_folder_that_holds_something_is_refused_and_with_force_kept(ivr, tmp_path):
    (tmp_path / "flows.yaml").write_text("mine", "utf-8")
    refused = ivr("init", str(tmp_path))
    assert refused.exit_code == 2
    assert "is not empty" in refused.output
    assert [path.name for path in tmp_path.iterdir() if path.name != "state"] == ["flows.yaml"]
    forced = ivr("init", str(tmp_path), "--force")
    assert f"Kept as it was: {tmp_path / 'flows.yaml'}" in forced.output
    assert (tmp_path / "flows.yaml").read_text("utf-8") == "mine"
    assert (tmp_path / "menus/enquiries/menu.yaml").exists()


def test_a_new_repository_counts_as_empty(new_site, tmp_path):
    (tmp_path / "library" / ".git").mkdir(parents=True)
    assert new_site().exit_code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--number", "12"), "is not a telephone number"),
        (("--number", '2220 0100", x: "'), "is not a telephone number"),
        (("--department", "The Library"), "is not a name"),
        (("--department", "../elsewhere"), "is not a name"),
    ],
)
def test_an_option_with_a_slip_leaves_nothing_behind(new_site, tmp_path, options, told):
    result = new_site(*options)
    assert result.exit_code == 1
    assert told in str(result.exception)
    assert not (tmp_path / "library").exists()


def test_a_title_in_a_language_it_does_not_have_is_wrong_usage(new_site):
    result = new_site("--title", "fr=Bibliothèque")
    assert result.exit_code == 2
    assert '"fr" is none of the languages yue, cmn, en.' in result.output


@pytest.mark.parametrize(
    "languages", [("en",), ("es",), ("es", "en"), ("en", "hi", "pt", "fil"), ("cmn", "yue"), ("en", "yue", "cmn")]
)
def test_a_new_site_in_any_languages_passes_check_and_test_at_once(ivr, new_site, languages):
    result = new_site(*(word for code in languages for word in ("--language", code)))
    assert result.exit_code == 0, result.output
    checked = ivr("check", "--strict")
    unwritten = [code for code in languages if code not in WRITTEN]
    copied = [code for code in unwritten if code not in PHRASED]
    texts = ["text-not-translated"] * len(unwritten if "en" in languages else unwritten[1:])
    left_to_do = ["holiday-without-name"] * len(unwritten) + ["phrase-not-translated"] * len(copied) + texts
    assert sorted(re.findall(r"\[([a-z-]+)\]$", checked.output, re.MULTILINE)) == left_to_do
    assert checked.exit_code == bool(left_to_do), checked.output
    assert ivr("check").exit_code == 0
    tested = ivr("test")
    assert tested.output == "4 rehearsed calls: 4 as written, 0 different.\n"
    assert sorted(path.name for path in Path("prompts").iterdir()) == sorted(languages)
    for code in languages:
        assert (f"({code}) yet; they are English" in result.output) == (code not in WRITTEN)


def test_a_language_of_a_country_has_the_words_of_its_language(ivr, new_site):
    result = new_site("--language", "en-GB", "--language", "yue-HK")
    assert "To translate" not in result.output
    assert "en-GB: {key: 1, name: English, say: en-GB, " in Path("flows.yaml").read_text("utf-8")
    for code in ("en-GB", "yue-HK"):
        phrases = f"prompts/{code.partition('-')[0]}/phrases.yaml"
        assert Path(f"prompts/{code}/phrases.yaml").read_text("utf-8") == (ROOT / phrases).read_text("utf-8")
    assert ivr("check").exit_code == 0


@pytest.mark.parametrize(
    ("country", "told", "written"),
    [
        (
            ("GB",),
            "Written for United Kingdom: the clocks of Europe/London, amounts in GBP, its holidays",
            "say: en-GB",
        ),
        (
            ("de", "--zone", "Europe/Berlin"),
            "the clocks of Europe/Berlin, amounts in EUR",
            "de: {key: 1, name: Deutsch",
        ),
        (("JP",), "amounts in JPY", "zone: Asia/Tokyo"),
        (("IN",), "an example, which may be somebody's", "hi: {key: 1, name: हिन्दी, say: hi-IN"),
        (("TW", "--language", "cmn", "--language", "en"), "amounts in TWD", "country: TW"),
    ],
)
def test_a_new_site_in_a_country_passes_check_and_test_at_once(ivr, new_site, country, told, written):
    result = new_site("--country", *country)
    assert result.exit_code == 0, result.output
    assert told in result.output
    assert written in Path("flows.yaml").read_text("utf-8")
    checked, tested = ivr("check"), ivr("test")
    assert checked.exit_code == 0, checked.output
    assert tested.output == "4 rehearsed calls: 4 as written, 0 different.\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("XX",), '"XX" is the code of no country'),
        (("US",), "US has several time zones. Add --zone with one of America/Adak"),
        (("PT", "--zone", "Europe/Madrid"), '"Europe/Madrid" is no zone of PT. Add --zone with one of Atlantic/Azores'),
    ],
)
def test_a_country_that_leaves_something_open_is_wrong_usage(new_site, tmp_path, options, told):
    result = new_site("--country", *options)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(("country", "rules"), [("IE", "ireland"), ("NZ", "asnzs"), ("GB", "")])
def test_the_rules_of_good_service_of_a_country_are_named(ivr, new_site, country, rules):
    zone = ("--zone", "Pacific/Auckland") if country == "NZ" else ()
    told = new_site("--country", country, *zone, "--language", "en").output
    assert (f"service: [house, {rules}]" in told) == bool(rules)
    if rules:
        flows = Path("flows.yaml").read_text("utf-8").replace("zone:", f"service: [house, {rules}]\nzone:", 1)
        Path("flows.yaml").write_text(flows, "utf-8")
        assert ivr("check").exit_code == 0


def test_no_telephone_has_the_numbers_of_a_new_site():
    country = country_of("GB")
    assert not any(map(exists, (country.hotline, country.officer, country.caller)))
    assert len({country.hotline, country.officer, country.caller}) == 3


@pytest.mark.parametrize("code", ["zh", "zh-TW"])
def test_chinese_is_asked_for_as_it_is_spoken(new_site, code):
    result = new_site("--language", code)
    assert result.exit_code == 2
    assert f'"{code}" does not say what is spoken. Write yue for Cantonese, cmn for Putonghua.' in result.output


def test_what_is_to_be_translated_is_told_and_says_so_itself(new_site):
    result = new_site("--language", "en", "--language", "es", "--language", "it", "--title", "es=Biblioteca")
    assert "prompts/it/phrases.yaml       what the system itself says" in result.output
    assert "in italiano. These words are English still" in Path("prompts/it/phrases.yaml").read_text("utf-8")
    assert "menus/enquiries/menu.yaml      the texts behind es:" in result.output
    flows = Path("flows.yaml").read_text("utf-8")
    assert "  es: {key: 2, name: español, say: es-ES, voice: Polly.Lucia-Neural}" in flows
    assert 'title: {en: "Enquiries", es: "Biblioteca", it: "Enquiries"}' in flows
    menu = Path("menus/enquiries/menu.yaml").read_text("utf-8")
    assert (
        "{label: {en: the fee of a service, es: the fee of a service, it: the fee of a service}, to: service}" in menu
    )
    assert "yue" not in menu


@pytest.mark.parametrize("code", ["es", "es-MX", "fr-CA", "hi", "pt-BR"])
def test_what_the_system_says_is_there_in_more_languages_than_the_site_s_own_words(ivr, new_site, code):
    result = new_site("--language", code, "--language", "en")
    assert f"prompts/{code}/phrases.yaml" not in result.output
    assert "phrase-not-translated" not in ivr("check").output
    phrases = [yaml.safe_load(Path(f"prompts/{each}/phrases.yaml").read_text("utf-8")) for each in (code, "en")]
    assert {name for name in phrases[0] if not name.startswith("key_")} == phrases[1].keys()


def test_what_a_language_lacks_of_the_system_s_words_is_english_and_says_so():
    files = {"prompts/en/phrases.yaml": 'goodbye: "Goodbye."\napology: "Sorry."\n', "flows.yaml": ""}
    files["prompts/es/phrases.yaml"] = 'goodbye: "Adiós."\n'
    phrases = in_languages(files, ("es", "en"), "ES")["prompts/es/phrases.yaml"]
    assert phrases == 'goodbye: "Adiós."\n\n# English still, and yours to translate\napology: "Sorry."\n'


def test_a_language_is_spoken_where_most_of_its_speakers_live():
    assert [likely_say(code) for code in ("hi", "pt", "es-MX", "ar")] == ["hi-IN", "pt-BR", "es-MX", "ar-AE"]


def test_a_language_that_nobody_knows_is_wrong_usage(new_site):
    result = new_site("--language", "xx")
    assert result.exit_code == 2
    assert 'no language is known by the code "xx"' in result.output


@pytest.mark.parametrize("language", WRITTEN)
def test_the_phrases_of_a_new_site_are_those_of_the_sample(language):
    phrases = f"prompts/{language}/phrases.yaml"
    message = f"copy {phrases} to ivr/authoring/starter/site/{phrases}"
    assert filecmp.cmp(ROOT / phrases, str(SITE / phrases), shallow=False), message


def test_the_wheel_carries_the_new_site(tmp_path):
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT))
    subprocess.run(build, check=True, capture_output=True)  # noqa: S603  # builds this project with its own Python
    (wheel,) = tmp_path.glob("*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if "/starter/site/" in name}
    here = ROOT / "ivr/authoring/starter/site"
    assert carried == {str(path.relative_to(ROOT)) for path in here.rglob("*") if path.is_file()}
    assert any(name.endswith("dot.gitignore") for name in carried)

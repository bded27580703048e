"""`ivr init`: a new site folder that works at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from ivr.authoring.checking.loading import check_files
from ivr.authoring.checking.report import report_text
from ivr.authoring.service.profiles import profile_in
from ivr.authoring.site.files import SiteFiles, read_folder
from ivr.authoring.site.gathering import gather
from ivr.authoring.starter import Starter, starter_files
from ivr.authoring.starter.country import HONG_KONG, Country, country_of, languages_of
from ivr.authoring.starter.languages import WRITTEN, knows_language, name_of, phrased_as, written_as
from ivr.cli.schema import write_schemas
from ivr.errors import SiteRefused
from ivr.words.telephones import countries_with_telephones
from ivr.words.zones import zones_of

TITLES = {"yue": "查詢熱線", "cmn": "查询热线", "en": "Enquiries"}
MOST_LANGUAGES = 9
TO_TRANSLATE = """\
Nobody has written the words of a site in {name} ({code}) yet; they are English. To translate:
{phrases}
  flows.yaml                        the texts behind {code}:
  menus/{department}/menu.yaml      the texts behind {code}:
  menus/{department}/services.csv   the column name.{code}"""
PHRASES = """
  prompts/{code}/phrases.yaml       what the system itself says"""
READ_AGAIN = timedelta(days=365)
HARMLESS = (".git",)  # a folder with only this in it counts as empty
OF_THE_EDITION = ("flows.yaml", "/menu.yaml", "/phrases.yaml")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--department", default="enquiries", show_default=True, help="Its name in files: a-z, 0-9 and _.")
@click.option(
    "--title",
    "titles",
    multiple=True,
    metavar="[CODE=]TITLE",
    help="Who answers, such as en=Parks, once for each language; without a code for those that have none.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="A language of the site, such as es, in the order in which callers hear them; the country's unless given.",
)
@click.option(
    "--country",
    default=HONG_KONG.code,
    show_default=True,
    metavar="CODE",
    help="Where the site is, such as GB: its clocks, numbers, holidays, money, and languages unless those are given.",
)
@click.option("--zone", default="", help="Whose clocks count, in a country that has several, such as Europe/Lisbon.")
@click.option("--number", default="", help="The hotline's number; one that no telephone has unless given.")
@click.option("--owner", default="", help="Who keeps the menu true; the title unless given.")
@click.option("--force", is_flag=True, help="Begin in a folder that holds something; what is there is kept.")
def init(
    folder: Path,
    department: str,
    titles: tuple[str, ...],
    languages: tuple[str, ...],
    country: str,
    zone: str,
    number: str,
    owner: str,
    force: bool,
) -> None:
    """Make a new site in FOLDER (here, unless given) that passes `ivr check` and `ivr test` at once.

    Its words are there in Cantonese, Putonghua and English, and what the system itself says in Spanish, French, Hindi
    and Portuguese too; all else is English until you translate it, and what there is to translate is told.

    \b
    Example:  ivr init library --department library --title yue=圖書館 --title cmn=图书馆 --title en=Library
              ivr init biblioteca --language es --language en --title es=Biblioteca --title en=Library
              ivr init bibliothek --country DE --zone Europe/Berlin --title de=Bibliothek
    """
    if not force and folder.is_dir() and any(each.name not in HARMLESS for each in folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty. Name a new folder, or add --force to keep what is there.")
    where_it_is = _country(country.upper(), zone)
    title = _titles(titles, _languages(languages, where_it_is.code))
    review = datetime.now(UTC).date() + READ_AGAIN
    keeper = owner or title.get("en") or next(iter(title.values()))
    texts = starter_files(Starter(department, number or where_it_is.hotline, keeper, title, review, where_it_is))
    _refuse_what_would_not_work(texts)
    kept = _write(folder, texts)
    site, _ = gather(read_folder(folder))
    write_schemas(site, folder / "schemas")
    for path in kept:
        click.echo(f"Kept as it was: {folder / path}", err=True)
    where = "" if folder == Path() else f"  cd {folder}\n"
    if where_it_is != HONG_KONG:
        click.echo(_told(where_it_is))
    click.echo(f"A new site is in {folder.absolute()}. Next:\n\n{where}  ivr check\n  ivr test\n  ivr serve")
    for code in (code for code in title if not written_as(code)):
        phrases = "" if phrased_as(code) else PHRASES.format(code=code)
        click.echo(f"\n{TO_TRANSLATE.format(name=name_of(code), code=code, department=department, phrases=phrases)}")
    click.echo("\nWhile this demo runs, saving is publishing. On a server in service, say when:\n\n  ivr publish")


def _country(code: str, zone: str) -> Country:
    if code not in countries_with_telephones():
        raise click.UsageError(f'"{code}" is the code of no country. Write one of ISO 3166, such as HK, GB or US.')
    try:
        return country_of(code, zone)
    except ValueError:
        zones = zones_of(code)
        hint = f"Add --zone with one of {', '.join(zones)}." if zones else "No zone is known there."
        wrong = f'"{zone}" is no zone of {code}.' if zone else f"{code} has several time zones."
        raise click.UsageError(f"{wrong} {hint}") from None


def _told(country: Country) -> str:
    """What was written of the country."""
    holidays = "its holidays, closed on all of them" if country.has_holidays else "no holidays: none are known of it"
    numbers = "which no telephone has" if country.nobody else "an example, which may be somebody's"
    rules = profile_in(country.code)
    service = (
        f"\nIt has rules of good service of its own. To be checked by them, write there:  service: [house, {rules}]"
    )
    return (
        f"Written for {country.name}: the clocks of {country.zone}, amounts in {country.currency}, {holidays}, the "
        f"officers' number {country.officer}, {numbers}, and hours from Monday to Friday. Change it in flows.yaml."
        f"{service if rules else ''}"
    )


def _languages(given: tuple[str, ...], country: str) -> tuple[str, ...]:
    """The languages of the site, each once: those given, or those of its country."""
    for code in given:
        if code.partition("-")[0] == "zh":
            raise click.UsageError(f'"{code}" does not say what is spoken. Write yue for Cantonese, cmn for Putonghua.')
        if not knows_language(code):
            raise click.UsageError(f'no language is known by the code "{code}". Write one such as es, pt or hi.')
    if len(set(given)) > MOST_LANGUAGES:
        raise click.UsageError(f"callers can choose among {MOST_LANGUAGES} languages; write the others with `behind`.")
    unless_given = WRITTEN if country == HONG_KONG.code else languages_of(country)[:MOST_LANGUAGES]
    return tuple(dict.fromkeys(given)) or unless_given


def _titles(given: tuple[str, ...], languages: tuple[str, ...]) -> Mapping[str, str]:
    """The title in every language: as given, as given for all, or a plain one."""
    titles: dict[str, str] = {}
    for text in given:
        code, mark, title = text.partition("=")
        if mark and code not in languages:
            raise click.UsageError(f'"{code}" is none of the languages {", ".join(languages)}.')
        titles |= {code: title} if mark else {each: text for each in languages if each not in titles}
    return {code: titles.get(code, TITLES[written_as(code) or "en"]) for code in languages}


def _refuse_what_would_not_work(texts: Mapping[str, str]) -> None:
    """Check the site before anything is written, so that a slip in an option leaves nothing behind."""
    menus = {path: text.encode() for path, text in texts.items() if path.endswith(OF_THE_EDITION)}
    tables = {path: text.partition("\n")[0].encode() for path, text in texts.items() if path.endswith(".csv")}
    checked = check_files(SiteFiles(menus, headers=tables))
    if checked.edition is None:
        raise SiteRefused(report_text(checked.problems, checked.counts, checked.files) + "\nNothing was written.")


def _write(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Write every file that is not there yet; those that are."""
    kept = []
    for path, text in texts.items():
        file = folder / path
        if file.exists():
            kept.append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tuple(kept)

"""`ivr texts`: what callers hear, out to translators and back."""

import sys
from pathlib import Path

import click

from ivr.authoring.checking.report import headline, in_words
from ivr.authoring.problems import Problem
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.cli.check import in_language as lang_option
from ivr.cli.opening import told_in
from ivr.errors import TextsRefused
from ivr.settings import load_folders
from ivr.storage.disk.files import rewrite_whole
from ivr.translating.returned import Homecoming, bring_home
from ivr.translating.rows import rows_of
from ivr.translation import Sentence, counted, in_language, said

FORMS = (".po", ".xlsx")
"""What files of texts are called."""


@click.group()
def texts() -> None:
    """Give what callers hear to a translator, and take it back."""


@texts.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", required=True, help="The language to be translated into, such as cmn.")
@click.option("--from", "first", default="", help="The language to translate from; English, or the site's first.")
@click.option("--department", default="", help="Only the texts of this department.")
@click.option("--missing", is_flag=True, help="Only what is missing.")
@lang_option
def out(file: Path, language: str, first: str, department: str, missing: bool, lang: str) -> None:
    """Write the texts of a language into FILE, which ends in .po or .xlsx; what is missing comes first.

    Beside each text stand the other languages, where it is said, what must be kept and how long it may be. Remarks are
    in the language of --lang.

    \b
    Example:  ivr texts out --language cmn transport.xlsx --department transport
              ivr texts out --language yue hotlines.po --missing
    """
    with told_in(lang):
        form = _form_of(file)
        site, _ = gather(read_folder(load_folders().site))
        rows = [row for row in rows_of(site, language, first, department) if row.is_missing or not missing]
        if form == ".po":
            from ivr.translating.catalogue import write_catalogue as write
        else:
            from ivr.translating.workbook import write_workbook as write
        file.write_bytes(write(rows, site, language, lang))
    lacking = sum(row.is_missing for row in rows)
    number = counted(len(rows), "{number} text", "{number} texts")
    _tell(said("{file}: {texts}, of which {lacking} missing.", file=file, texts=number, lacking=lacking), lang)


@texts.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--language", default="", help="The language it is in, where the file does not say.")
@click.option("--anyway", is_flag=True, help="Take those too whose text or translation was changed here meanwhile.")
@click.option("--dry-run", is_flag=True, help="Only print what would change.")
@lang_option
def back(file: Path, language: str, anyway: bool, dry_run: bool, lang: str) -> None:
    """Put the texts in FILE, as a translator gave it back, into the site's menus and phrases.

    Comments, order and quotes stay. A text that lacks a place, or whose original was changed meanwhile, is left as it
    is and told of; when the site would not pass `ivr check` any more, nothing is written.

    \b
    Example:  ivr texts back transport.xlsx --dry-run
              ivr texts back hotlines.po
    """
    with told_in(lang):
        form, folder = _form_of(file), load_folders().site
        if form == ".po":
            from ivr.translating.catalogue import read_catalogue

            says, found = read_catalogue(file.name, file.read_bytes())
        else:
            from ivr.translating.workbook import read_workbook

            says, found = read_workbook(file.name, file.read_bytes(), language)
        site, _ = gather(read_folder(folder))
        rows = rows_of(site, _language_of(language or says, site.languages))
        result = bring_home(site, rows, found, anyway=anyway)
        _tell_what(file, result, lang)
        if result.is_good and not dry_run:
            for path, content in result.files.items():
                rewrite_whole(folder / path, content)
    _tell(_summary(result, dry_run), lang)
    sys.exit(0 if result.is_good and not result.left else 1)


def _form_of(file: Path) -> str:
    if file.suffix.lower() not in FORMS:
        raise TextsRefused(said("{file}: texts go out and come back as {forms}", file=file, forms=" / ".join(FORMS)))
    return file.suffix.lower()


def _language_of(given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise TextsRefused(
            said(
                "the file does not say which language it is in: give it with --language ({known})",
                known=", ".join(known),
            )
        )
    return given


def _tell_what(file: Path, result: Homecoming, lang: str) -> None:
    for each in result.taken:
        click.echo(f"{each.row.at}\n  - {each.before}\n  + {each.after}")
    for left in result.left:
        at = f"{file.name}:{left.place}: {left.at}"
        _tell(said("{at}: left as it is: {why}", at=at, why=left.why), lang)
    for problem in result.problems:
        _tell_problem(in_words(problem, lang))


def _tell_problem(problem: Problem) -> None:
    click.echo(headline(problem))
    for hint in problem.hint.splitlines():
        click.echo(f"       = {hint}")


def _summary(result: Homecoming, dry_run: bool) -> Sentence:
    if not result.is_good:
        return said("Nothing was written: the site would not pass the check.")
    counts = {"left": len(result.left), "same": result.same}
    if dry_run:
        return counted(
            len(result.taken),
            "{number} text would be taken, {left} left, {same} as they are.",
            "{number} texts would be taken, {left} left, {same} as they are.",
            **counts,
        )
    return counted(
        len(result.taken),
        "{number} text taken, {left} left, {same} as they are.",
        "{number} texts taken, {left} left, {same} as they are.",
        **counts,
    )


def _tell(sentence: Sentence, lang: str) -> None:
    click.echo(in_language(sentence, lang))

"""`ivr prompts add`, `render` and `export`: making recordings, and the sheet from which they are made."""

import getpass
from pathlib import Path

import click
from rich.progress import Progress

from ivr.authoring.site.prompts import SpokenText, text_for
from ivr.cli.choosing_texts import choosing_options, those
from ivr.cli.recording_files import RecordingFiles, recording_files
from ivr.cli.studio_sheet import write_csv, write_xlsx
from ivr.errors import IvrError, SoundRefused
from ivr.settings import load_folders
from ivr.sound.converting import for_telephones
from ivr.sound.drafts import draft
from ivr.words import respell

DRAFTED_BY = "espeak-ng"


@click.command()
@click.argument("sounds", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "name", default="", help="What the one sound given is, such as yue-city-about.")
@click.option("--as-is", is_flag=True, help="Keep the sound as it is; it must be a WAV that telephones play.")
@click.option("--by", default=getpass.getuser, show_default="you", help="Who recorded it, or had it recorded.")
def add(sounds: tuple[Path, ...], name: str, as_is: bool, by: str) -> None:
    """Convert recordings for the telephone, put them where they belong, and note which text they speak.

    SOUNDS are named as the sheet of `ivr prompts export` says, or stand where they belong already
    (prompts/<language>/<department>/<node>.wav). WAV, FLAC, MP3 and whatever else ffmpeg or libsndfile reads.

    \b
    Example:  ivr prompts add ~/studio/*.wav
              ivr prompts add take3.mp3 --as yue-city-about
              ivr prompts add prompts/en/city/about.wav --as-is
    """
    if name and len(sounds) > 1:
        raise click.UsageError("--as names one sound; give one")
    refused: list[str] = []
    with recording_files(load_folders().site) as files:
        for sound in sounds:
            try:
                text = text_for(files.texts, name or _name_of(files, sound))
                files.keep(text, sound.read_bytes() if as_is else for_telephones(sound), "studio", by)
                click.echo(f'{text.file}: "{text.text}"')
            except SoundRefused as why:
                refused.append(str(why))
    if refused:
        raise SoundRefused("\n".join(refused))


def _name_of(files: RecordingFiles, sound: Path) -> str:
    """What a sound is called: its own name, or that of the text it belongs to where it stands."""
    place = sound.resolve()
    known = {(files.folder / text.file).resolve(): text.plain_name for text in files.texts}
    return known.get(place, sound.stem)


@click.command()
@choosing_options
@click.option("--force", is_flag=True, help="Replace recordings of a person's voice too.")
def render(language: str, department: str, force: bool) -> None:
    """Make draft recordings with espeak-ng of the texts that have none.

    Drafts whose text has changed are made again. A recording of a person's voice is never replaced without --force.
    Callers hear drafts in place of the carrier's voice.

    \b
    Example:  ivr prompts render --language yue --department city
    """
    with recording_files(load_folders().site) as files:
        chosen = [text for text in those(files.texts, language, department) if _to_draft(text, force)]
        kept = sum(1 for text in those(files.texts, language, department) if text.by_studio and not force)
        with Progress(transient=True) as progress:
            for text in progress.track(chosen, description="Reading aloud"):
                spoken = respell(text.text, files.edition.languages[text.language].pronunciation)
                files.keep(text, draft(spoken, text.language), "draft", DRAFTED_BY)
    click.echo(f"Made {len(chosen)} drafts; left {kept} recordings of a person's voice alone.")


def _to_draft(text: SpokenText, force: bool) -> bool:
    return text.state != "not recordable" and text.state != "draft" and (force or not text.by_studio)


@click.command()
@choosing_options
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="An .xlsx or .csv file.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV, whatever the file is called.")
@click.option("--all", "everything", is_flag=True, help="Also texts whose recording says what it should.")
def export(language: str, department: str, output: Path, as_csv: bool, everything: bool) -> None:
    """Write a sheet for the recording studio: the texts to record, and the name under which to save each.

    Without --all it holds what has no recording by a person, and what must be recorded again.

    \b
    Example:  ivr prompts export --output studio.xlsx
              ivr prompts export --language yue --csv --output studio.csv
    """
    with recording_files(load_folders().site) as files:
        texts = [text for text in those(files.texts, language, department) if text.state != "not recordable"]
    chosen = [text for text in texts if everything or text.state != "studio"]
    if not chosen:
        click.echo("There is nothing to record.")
        return
    write = write_csv if as_csv or output.suffix.lower() == ".csv" else write_xlsx
    try:
        write(output, chosen)
    except OSError as error:
        raise IvrError(f"{output} cannot be written: {error}") from error
    minutes = sum(text.seconds for text in chosen) / 60
    click.echo(f"{output}: {len(chosen)} texts, about {minutes:.0f} minutes.")

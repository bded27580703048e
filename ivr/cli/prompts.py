"""`ivr prompts`: the texts a hotline speaks, their recordings, and the voices that speak the rest."""

from collections import Counter
from collections.abc import Sequence

import click

from ivr.authoring.site.prompts import SpokenText, missing
from ivr.cli.choosing_texts import choosing_options, those
from ivr.cli.opening import format_option, print_rows
from ivr.cli.recording import add, export, render
from ivr.cli.recording_files import recording_files
from ivr.settings import load_folders
from ivr.sound.drafts import draft_voice

LONGEST_SHOWN = 60  # characters of a text in a list for people


@click.group()
def prompts() -> None:
    """Look after what callers hear: recordings, draft voices, sheets for the studio."""


for command in (add, export, render):
    prompts.add_command(command)


@prompts.command(name="list")
@choosing_options
@format_option
def list_all(language: str, department: str, form: str) -> None:
    """List every text a hotline can speak, and how it is heard.

    spoken: by the carrier's voice. studio, draft: by a recording. stale, unknown: there is a recording, but its text
    has changed or was never noted, so the text is spoken. not recordable: the text differs from call to call.

    \b
    Example:  ivr prompts list --language en --department city
    """
    with recording_files(load_folders().site) as files:
        _print(those(files.texts, language, department), form, "There is no such text.")


@prompts.command(name="missing")
@choosing_options
@format_option
def list_missing(language: str, department: str, form: str) -> None:
    """List the texts without a recording where their department has recordings in that language.

    \b
    Example:  ivr prompts missing --language yue
    """
    with recording_files(load_folders().site) as files:
        lacking = set(missing(files.texts))
        chosen = [text for text in those(files.texts, language, department) if text in lacking]
        _print(chosen, form, "No recording is missing.")


@prompts.command(name="stale")
@choosing_options
@format_option
def list_stale(language: str, department: str, form: str) -> None:
    """List the recordings that are not played: their text has changed, or nobody noted what they say.

    \b
    Example:  ivr prompts stale
    """
    with recording_files(load_folders().site) as files:
        chosen = [text for text in those(files.texts, language, department) if text.state in ("stale", "unknown")]
        _print(chosen, form, "Every recording says what it should.")


@prompts.command()
@format_option
def voices(form: str) -> None:
    """List which voice speaks each language, and how many texts are recorded.

    \b
    Example:  ivr prompts voices
    """
    with recording_files(load_folders().site) as files:
        heard = Counter((text.language, text.state) for text in files.texts)
        rows = [
            {
                "language": code,
                "name": each.name,
                "voice": each.voice,
                "speaks": each.say_language,
                "recognises": each.speech_language,
                "falls back to": each.falls_back_to,
                "draft voice": draft_voice(code),
                "words respelt": len(each.pronunciation),
                **{state: heard[code, state] for state in ("studio", "draft", "stale", "unknown", "spoken")},
            }
            for code, each in files.edition.languages.items()
        ]
    print_rows(rows, form, "The site has no languages.")


def _print(texts: Sequence[SpokenText], form: str, empty: str) -> None:
    print_rows([_whole(text) if form == "json" else _short(text) for text in texts], form, empty)


def _short(text: SpokenText) -> dict[str, object]:
    words = text.text if len(text.text) <= LONGEST_SHOWN else text.text[: LONGEST_SHOWN - 1] + "…"
    return {"language": text.language, "at": text.at, "seconds": text.seconds, "heard": text.state, "text": words}


def _whole(text: SpokenText) -> dict[str, object]:
    noted = text.note.model_dump() if text.note else None
    return {**_short(text), "department": text.department, "text": text.text, "recording": noted}

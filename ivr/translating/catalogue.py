"""Texts as PO, the format of gettext, which Poedit, Weblate, Lokalise and the like open and give back."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from ivr import __version__
from ivr.authoring.site import Site
from ivr.errors import TextsRefused
from ivr.translating.returned import ReturnedText
from ivr.translating.rows import TranslatorRow, notes_of
from ivr.translation import NOTHING, Sentence, in_language, said

WAS = "as it was: "
HEADER = re.compile(r'^msgid ""[ \t]*\nmsgstr ""[ \t]*\n((?:[ \t]*"(?:[^"\\\n]|\\.)*"[ \t]*\n)*)', re.MULTILINE)
CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")
LANGUAGE = re.compile(r'"Language:\s*([A-Za-z_@.-]+)\s*\\n')
HEAD = "Texts that callers hear, for translation. `ivr texts back` takes this file again."


def write_catalogue(rows: Sequence[TranslatorRow], site: Site, language: str, lang: str) -> bytes:
    """The texts of one language as PO; remarks for the translator are told in the locale `lang`."""
    about = {"project": "ivr", "version": __version__, "msgid_bugs_address": "-", "last_translator": "-"}
    catalogue = Catalog(language, header_comment=f"# {HEAD}", language_team=language, fuzzy=False, **about)
    for row in rows:
        code = row.source[0]
        beside = [f"{each}: {words}" for each, words in row.words.items() if words and each not in (language, code)]
        notes = [in_language(note, lang) for note in notes_of(row, site)]
        remarks = [*notes, *beside, f"{WAS}{row.mark}"]
        catalogue.add(row.source[1], row.text, [(row.file, row.line)], auto_comments=remarks, context=row.at)
    file = io.BytesIO()
    write_po(file, catalogue, width=0)
    return file.getvalue()


def read_catalogue(file: str, content: bytes) -> tuple[str, tuple[ReturnedText, ...]]:
    """The language that the file says it is in, empty for none, and its texts. Raises TextsRefused.

    What its header says besides is not read: tools write dates and plural forms there that others stumble over.
    """
    text = _decoded(file, content)
    header = HEADER.search(text)
    language = LANGUAGE.search(header[1]) if header else None
    if header:
        text = text[: header.start(1)] + text[header.end(1) :]
    try:
        catalogue = read_po(io.StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError, IndexError) as error:
        line = getattr(error, "lineno", -1) + 1 + (header[1].count("\n") if header else 0)
        why = said("{file}:{line}: this is not PO from here on", file=file, line=line)
        raise TextsRefused(why) from error
    texts = (*_texts(catalogue, NOTHING), *_texts(catalogue.obsolete.values(), said("it is obsolete in the file.")))
    if not texts:
        raise TextsRefused(said("{file}: there is no text in this file", file=file))
    return language[1] if language else "", texts


def _decoded(file: str, content: bytes) -> str:
    named = CHARSET.search(content)
    charset = named[1].decode() if named and named[1] != b"CHARSET" else "utf-8"
    try:
        text = content.decode("utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset)
    except (UnicodeDecodeError, LookupError) as error:
        raise TextsRefused(said("{file}: this file is not {charset}", file=file, charset=charset)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _texts(messages: Iterable[Message], doubt: Sentence) -> Iterator[ReturnedText]:
    for message in messages:
        if isinstance(message.id, tuple):
            why = said("it has plural forms, which no text here has.")
            yield ReturnedText(message.lineno or 0, message.context or message.id[0], "", doubt=why)
        elif message.id:
            was = next((each.removeprefix(WAS) for each in message.auto_comments if each.startswith(WAS)), "")
            unsure = said("it is marked as fuzzy: somebody must look at it first.") if message.fuzzy else doubt
            at, words = message.context or "", str(message.string)
            yield ReturnedText(message.lineno or 0, at, words, source=str(message.id), was=was, doubt=unsure)

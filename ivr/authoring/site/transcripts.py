"""An edition's files once more, as what is written in them: read in a moment, and department by department.

YAML takes long to read, and a large site holds far more than callers ever ring at once. So its files are read through
once, when nothing in them may be wrong; and an edition that is made of the transcript opens a department when somebody
asks for it, and lets go of those that nobody has asked for lately.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.site import DepartmentFiles, Site
from ivr.authoring.site.assembling import contents_of, of_every_site, put_together
from ivr.authoring.site.files import MENU, PLEDGES, SiteFiles
from ivr.authoring.site.gathering import (
    gather,
    read_department,
    shape_department,
    shape_flows,
    shape_holidays,
    shape_pledges,
)
from ivr.authoring.site.recordings import played_recordings
from ivr.authoring.yaml.marks import Document, Written
from ivr.engine.contents import OF_THE_SITE, Contents
from ivr.engine.edition import Edition

QUICK = 1  # of zlib's levels
OPEN = 200  # departments that a process keeps open, of whichever editions
FLOWS, HOLIDAYS = "flows.yaml", "holidays/"
PLAYED = "played"
"""The entry that tells which recordings are played; all others are files by their paths."""


class Transcript:
    """What is written in the files of one edition, by path."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._zip = ZipFile(BytesIO(content))
        self._menus = {_name_in(path): path for path in self if path.endswith(f"/{MENU}")}

    def __iter__(self) -> Iterator[str]:
        return iter(self._zip.namelist())

    def __reduce__(self) -> tuple[type["Transcript"], tuple[bytes]]:
        return Transcript, (self._content,)

    def __contains__(self, path: str) -> bool:
        return path in self._zip.NameToInfo

    @property
    def departments(self) -> tuple[str, ...]:
        """The names of the departments."""
        return tuple(self._menus)

    def document(self, path: str) -> Document:
        """A file, without the places of what is written in it. Raises KeyError where there is no such file."""
        written: Written = json.loads(self._zip.read(path))
        return Document(path, "", whole=True, value=written)

    def menu(self, name: str) -> MenuFile:
        """The menu of a department, its nodes as they are written."""
        return MenuFile.model_validate(self.document(self._menus[name]).value)

    def department(self, name: str) -> DepartmentFiles:
        """A department with its nodes."""
        return shape_department(name, self.document(self._menus[name]))[0]

    def recordings(self) -> dict[tuple[str, str], str]:
        """The recordings that are played, by language and node."""
        played = json.loads(self._zip.read(PLAYED)) if PLAYED in self else ()
        return {(language, node): sound for language, node, sound in played}


def transcribe(files: SiteFiles) -> bytes | None:
    """The transcript of an edition's files, None where something in one of them is wrong."""
    shared, departments = apart(files)
    site, problems = gather(shared)
    wrong = list(problems)

    def menus() -> Iterator[tuple[str, str]]:
        for path, content in departments.items():
            department, found = read_department(_name_in(path), path, content)
            wrong.extend(found)
            yield path, written_as_json(department.document.value)

    content = transcript_of(site, menus())
    return None if any(problem.level == "error" for problem in wrong) else with_recordings(content, site)


def apart(files: SiteFiles) -> tuple[SiteFiles, Mapping[str, bytes]]:
    """What a site shares, what its departments promise with it, and the menus of its departments."""
    departments = {path: content for path, content in files.menus.items() if path.endswith(f"/{MENU}")}
    shared = {path: content for path, content in files.menus.items() if path not in departments}
    return replace(files, menus=shared), departments


def transcript_of(shared: Site, menus: Iterable[tuple[str, str]]) -> bytes:
    """A transcript of what a site shares and of the menus, by path, of its departments (as JSON)."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED, compresslevel=QUICK) as into:
        own = [each.document for each in shared.holidays.values()]
        own += [each.document for each in shared.pledges.values()]
        for document in (shared.flows_document, *shared.phrases.values(), *shared.pronunciations.values(), *own):
            into.writestr(document.file, written_as_json(document.value))
        for path, written in menus:
            into.writestr(path, written)
    return content.getvalue()


def with_recordings(transcript: bytes, shared: Site) -> bytes:
    """The transcript with the recordings of the site that say what their nodes say."""
    if not shared.files.recordings:
        return transcript
    content = BytesIO(transcript)
    played = played_recordings(shared, edition_of_transcript(Transcript(transcript), ""))
    with ZipFile(content, "a", ZIP_DEFLATED) as into:
        into.writestr(PLAYED, written_as_json([[*of, sound] for of, sound in played.items()]))
    return content.getvalue()


def written_as_json(written: object) -> str:
    """What is written in a file as a transcript has it."""
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def edition_of_transcript(transcript: Transcript, edition_hash: str) -> Edition:
    """The edition of a transcript, each department opened when it is asked for."""
    menus = ((name, transcript.menu(name)) for name in transcript.departments)
    edition = put_together(_site_in(transcript), menus, _OpenedTranscripts(transcript), edition_hash)
    return replace(edition, recordings=transcript.recordings())


class _OpenedTranscripts(Mapping[str, Contents]):
    """The contents of the departments in a transcript, opened when they are asked for; the site's own stay."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._shared = of_every_site()
        self._names = frozenset(transcript.departments)
        self._last = (OF_THE_SITE, self._shared)

    def __getitem__(self, name: str) -> Contents:
        last, contents = self._last  # a turn asks a dozen times for the same one
        if name == last:
            return contents
        if name in self._names:
            self._last = (name, contents := _open(self._transcript, name))
            return contents
        if name == OF_THE_SITE:
            return self._shared
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names or name == OF_THE_SITE

    def __iter__(self) -> Iterator[str]:
        yield OF_THE_SITE
        yield from self._transcript.departments

    def __len__(self) -> int:
        return 1 + len(self._names)


@lru_cache(OPEN)
def _open(transcript: Transcript, department: str) -> Contents:
    return contents_of(transcript.department(department))


def _site_in(transcript: Transcript) -> Site:
    """What a site has besides its departments."""
    flows_document = transcript.document(FLOWS)
    flows, _ = shape_flows(flows_document)
    phrases, pronunciations = (
        {path.split("/")[1]: transcript.document(path) for path in transcript if path.endswith(file)}
        for file in ("/phrases.yaml", "/pronunciation.yaml")
    )
    own = {path: transcript.document(path) for path in transcript if path.startswith(HOLIDAYS)}
    holidays = {path.removeprefix(HOLIDAYS).removesuffix(".yaml"): shape_holidays(own[path])[0] for path in own}
    made = [path for path in transcript if path.endswith(f"/{PLEDGES}")]
    pledges = {name: shape_pledges(name, transcript.document(path))[0] for path in made for name in (_name_in(path),)}
    site = Site(SiteFiles({}), flows, flows_document, {}, phrases, pronunciations=pronunciations)
    return replace(site, holidays=holidays, pledges=pledges)


def _name_in(path: str) -> str:
    """The department whose file is at a path."""
    return path.split("/")[1]

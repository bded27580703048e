"""An edition written out as the files it was made of, so that a site's folder can follow what was published."""

from pathlib import Path

from ivr.authoring.site.files import unbundle
from ivr.errors import EditionMissing
from ivr.storage.disk.files import write_whole
from ivr.storage.editions.shelf import EditionShelf


def write_edition(shelf: EditionShelf, edition: str, folder: Path) -> int:
    """Write the menus, phrases and recordings of an edition into `folder`; how many files.

    Raises EditionMissing when it or one of its recordings is not kept, or a path leads out of the folder; SiteRefused
    when it is damaged.
    """
    files = unbundle(shelf.bundle(edition))
    contents = dict(files.menus)
    for path, name in files.recordings.items():
        sound = shelf.recording(name)
        if sound is None:
            raise EditionMissing(f"the recording {path} of edition {edition[:12]} is not kept any more")
        contents[path] = sound
    root = folder.resolve()
    for path, content in contents.items():
        if not (root / path).resolve().is_relative_to(root):
            raise EditionMissing(f"edition {edition[:12]} has a file outside its folder: {path}")
        write_whole(root / path, content)
    return len(contents)

"""The fallback documents of the edition that is served, a file a hotline, in the folder `fallbacks` of the state."""

from pathlib import Path

from ivr import __version__
from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.fallback_document import fallback_document
from ivr.engine.edition import Edition
from ivr.logs import logger
from ivr.storage.disk.files import write_whole

log = logger(__name__)
FOLDER, MADE_OF = "fallbacks", "made-of"


def write_fallbacks(edition: Edition, state: Path, carrier: Carrier = TWILIO) -> None:
    """Have the document of each hotline in its file, unless they are of that edition already. Raises OSError.

    What was there of hotlines that are no more is taken away.
    """
    folder = state / FOLDER
    made_of = f"{edition.hash} {__version__} {carrier.name}"
    if _read(folder / MADE_OF) == made_of:
        return
    files = {f"{line.name}.xml": fallback_document(edition, line, carrier) for line in edition.hotlines.values()}
    for name, document in files.items():
        write_whole(folder / name, document)
    for stale in folder.glob("*.xml"):
        if stale.name not in files:
            stale.unlink(missing_ok=True)
    write_whole(folder / MADE_OF, made_of.encode())


def try_to_write_fallbacks(edition: Edition | None, state: Path, carrier: Carrier = TWILIO) -> None:
    """The same for whoever has more to do: what a full disk does not take is logged, and made another time."""
    try:
        if edition:
            write_fallbacks(edition, state, carrier)
    except OSError as error:
        log.warning("fallback documents are not on disk", why=error.strerror)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""

"""What the parts of a turn take, in one process: `python -m bench.parts` prints them, on a new SQLite database.

It is the CPU time of one in the fastest fifth of blocks. A part is done again and again and so finds the processor's
caches warm, which the turns in which it is done do not. Gunicorn and sockets are in none of it.
"""

import gc
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from bench.carrier import KeepsNothing, new_turns
from bench.contestants import SITE, TOKEN
from ivr.app.callers import doors_of
from ivr.app.installation import Installation, open_installation
from ivr.carrier.forms import heard_from
from ivr.carrier.signature import SignatureCheck
from ivr.carrier.twiml import render
from ivr.carrier.webhook import read_webhook
from ivr.engine.ports import Ports
from ivr.engine.speaking import AskedOnce
from ivr.engine.turn import take_turn
from ivr.journal.entry import Entry
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade
from ivr.switchboard.ports import Kept

URL = "http://127.0.0.1:9999"
TURNS = 50
BLOCKS, A_BLOCK = 20, 200
AGAIN = BLOCKS * A_BLOCK // TURNS


class KeepsEntries(KeepsNothing):
    """A journal that only remembers."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def keep(self, entry: Entry) -> Kept:
        """Remember it."""
        self.entries.append(entry)
        return Kept()


def main() -> None:
    """Print what each part takes."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        installation = opened(Path(folder))
        webhooks = new_turns(installation.switchboard, URL, TOKEN)
        doors = doors_of(installation.switchboard, installation.settings, lambda _fault: None)
        turns = [environ(raw) for raw in islice(webhooks, BLOCKS * A_BLOCK)]
        gc.collect()
        gc.freeze()
        whole = one_of(lambda each: doors.reply(each["PATH_INFO"], each), turns)
        parts = parts_of(installation, [environ(raw) for raw in islice(webhooks, TURNS)])
        installation.database.close()
    print(table(whole, parts))


def table(whole: float, parts: dict[str, float]) -> str:
    """The parts and what is left of a whole turn, in Markdown."""
    rows = [*parts.items(), ("look-ups, counted guesses, all else", whole - sum(parts.values()))]
    lines = [f"| {name} | {took:.0f} | {took / whole:.0%} |" for name, took in rows]
    return "\n".join(["| part | µs | share |", "| --- | --- | --- |", *lines, "", f"A whole turn: {whole:.0f} µs."])


def opened(folder: Path) -> Installation:
    """An installation with the sample site on a new database."""
    settings = {
        "IVR_MODE": "production",
        "IVR_SITE": str(SITE),
        "IVR_STATE": str(folder),
        "IVR_DATABASE_URL": f"sqlite:///{folder / 'parts.db'}",
        "IVR_PUBLIC_URL": URL,
        "IVR_TWILIO_AUTH_TOKEN": TOKEN,
        "IVR_SECRET_KEY": secrets.token_urlsafe(48),
    }
    installation = open_installation(load_settings(settings))
    upgrade(installation.database)
    installation.publish("bench")
    return installation


def environ(raw: bytes) -> dict[str, Any]:
    """A webhook as a server hands it on."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *headers = head.decode().split("\r\n")
    method, target, _ = first.split(" ")
    given = dict(header.split(": ", 1) for header in headers)
    path, _, query = target.partition("?")
    return {
        "REQUEST_METHOD": method,
        "RAW_URI": target,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": given["Content-Type"],
        "CONTENT_LENGTH": given["Content-Length"],
        "HTTP_X_TWILIO_SIGNATURE": given["X-Twilio-Signature"],
        "wsgi.input": BytesIO(body),
    }


def parts_of(installation: Installation, environs: Sequence[dict[str, Any]]) -> dict[str, float]:
    """What each part takes of a turn, in microseconds."""
    board, edition = installation.switchboard, installation.shelf.current()
    journal = KeepsEntries()
    doors = doors_of(replace(board, journal=journal), installation.settings, lambda _fault: None)
    for each in environs:
        doors.reply(each["PATH_INFO"], each)
    webhooks = [_read(each) for each in environs] * AGAIN
    tokens = [each.call for each in webhooks if each.call]
    turns = [(board.tokens.open(each.call), heard_from(each.form)) for each in webhooks if each.call]
    known = AskedOnce(board.enquiries(edition))
    ports, signed = Ports(board.clock, known, board.references, board.closures), SignatureCheck(URL, [TOKEN])
    new = [replace(each, call_sid=f"{each.call_sid}{again}") for again in range(AGAIN) for each in journal.entries]
    return {
        "reading the request": one_of(_read, [*environs] * AGAIN),
        "signature": one_of(lambda each: signed.holds("POST", each.raw_uri, each.pairs, each.signature), webhooks),
        "call token, opening and sealing": one_of(lambda each: board.tokens.seal(board.tokens.open(each)), tokens),
        "taking the turn, look-ups left out": one_of(lambda turn: take_turn(edition, *turn, ports), turns),
        "keeping it: row, spool, lock, statement, commit": one_of(board.journal.keep, new),
        "TwiML": one_of(lambda each: render(each.instructions, edition.languages, each.token, URL), new),
    }


def one_of(do: Callable[[Any], object], items: Sequence[Any]) -> float:
    """The CPU time of one in the fastest fifth of blocks, in microseconds."""
    taken, blocks = [], [items[at : at + A_BLOCK] for at in range(0, len(items) - A_BLOCK + 1, A_BLOCK)]
    for block in blocks:
        began = time.process_time()
        for item in block:
            do(item)
        taken.append((time.process_time() - began) / len(block) * 1e6)
    return sorted(taken)[len(taken) // 5]


def _read(environ: dict[str, Any]) -> Any:
    environ["wsgi.input"].seek(0)
    return read_webhook(environ)


if __name__ == "__main__":
    main()

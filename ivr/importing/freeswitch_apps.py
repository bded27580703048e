"""What `menu-exec-app` runs: each application of the dial plan that becomes a node here."""

import re
from dataclasses import dataclass

from ivr.importing.draft import DraftNode
from ivr.importing.finishing import telephone
from ivr.importing.freeswitch_sounds import KnownSounds

OFFICERS = "Write the officers' numbers in flows.yaml."
INSIDE = "rings inside the switchboard; which telephone that is only the dial plan knows."


@dataclass
class Made:
    """The node an application becomes, or the menu it leads to; `why` tells what is missing or lost."""

    node: DraftNode | None = None
    menu: str = ""
    ends: bool = False
    text: str = ""
    numbers: tuple[str, ...] = ()
    why: str = ""
    hint: str = ""


def application(param: str, country: str, known: KnownSounds) -> Made:
    """What becomes of an application and its data, as in "transfer 1001 XML default", dialled in `country`.

    What it plays is looked up in the sounds that are `known`.
    """
    app, _, data = param.strip().partition(" ")
    data = data.strip()
    if not app:
        return Made(why="names nothing that is to be done.")
    if app in ("transfer", "bridge", "callcenter", "fifo", "hunt", "execute_extension"):
        return _officers(app, data, country)
    if app in ("playback", "play_and_get_digits", "speak", "phrase"):
        return _answer(app, data, known)
    if app == "voicemail":
        return Made(DraftNode("leave_message", "message", {}))
    if app == "hangup":
        return Made(ends=True)
    if app == "ivr":
        return Made(menu=data, why="leads to a menu that is not in this file.")
    return Made(why="is done by the dial plan; the choice was left out.")


def _officers(app: str, data: str, country: str) -> Made:
    first = data.split()[0] if data.split() else ""
    rung = first if app in ("transfer", "execute_extension") else first.rpartition("/")[2].partition("@")[0]
    number = telephone(rung, country) if re.fullmatch(r"\+?[0-9]{7,15}", rung) and "user/" not in first else ""
    words = re.sub(r"[^A-Za-z0-9]+", "_", rung).strip("_") or app
    node = DraftNode(words if re.match(r"[A-Za-z]", words) else f"extension_{words}", "transfer", {})
    return Made(node, numbers=(number,)) if number else Made(node, why=INSIDE, hint=OFFICERS)


def _answer(app: str, data: str, known: KnownSounds) -> Made:
    as_greeting = {"speak": f"say:{data.rpartition('|')[2]}", "phrase": f"phrase:{data.replace(',', ':', 1)}"}
    heard = known.heard(as_greeting.get(app, data))
    node = DraftNode("answer", "answer", {"say": {}})
    if heard.text and not heard.played:
        return Made(node, text=heard.text)
    return Made(
        node,
        text=heard.text,
        why=f"plays {heard.played or 'nothing'}; what it says is not known.",
        hint="Type its words.",
    )

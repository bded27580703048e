"""A call in the terminal: what is heard with its time, and the keys the caller presses."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.text import Text

from ivr.authoring.grammar.calls import OUTCOMES
from ivr.errors import PhoneFault
from ivr.phone.acts import TelephoneAct, parse_act, perform
from ivr.phone.state import Heard
from ivr.phone.telephone import MOST_TRANSFERS, Telephone
from ivr.phone.writing import Notes

HELP = """\
1 2 3 … * #      press keys, several at once if you like: 12345678#
Enter alone      stay silent until the hotline goes on
say:WORDS        speak
mumble:WORDS     speak so that the recogniser is not sure
record:SECONDS   speak into a recording
officer:OUTCOME  what the officers do: answers, declines, busy, unanswered, fails
h                hang up
?                this help"""
PROMPTS = {
    "keys": "keys",
    "recording": "recording; record:SECONDS, or Enter for silence",
    "officers": "ringing officers; officer:answers, declines, busy, unanswered, fails",
}

OFFICERS_RING = (
    f"the script ends while an officer's telephone rings; go on with officer: and one of {', '.join(OUTCOMES)}"
)


def clock_time(seconds: float) -> str:
    """Seconds into a call as people read them: 1:05."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def heard_line(heard: Heard) -> str:
    """One line of a transcript, without its time: the words, who heard them, and in what language."""
    words = heard.text or f"[recording {heard.url.rpartition('/')[2]}]"
    told = " (to the officer)" if heard.officer else ""
    tag = f" [{heard.language}]" if heard.language else ""
    return f"{words}{tag}{told}"


def show(console: Console, heard: Sequence[Heard]) -> None:
    """Prints what was heard."""
    for one in heard:
        line = Text(f"{clock_time(one.at_seconds):>5}  ", style="dim")
        line.append(heard_line(one), style="not dim italic" if one.officer else "not dim")
        console.print(line, soft_wrap=True, highlight=False)


def play_script(
    telephone: Telephone, acts: Sequence[TelephoneAct], console: Console, officers: str = "", notes: Notes | None = None
) -> Notes:
    """Rings, does the acts of a script, and hangs up if the call is still going on. Raises PhoneFault.

    `officers` is what every attempt to reach one comes to; empty, the script says it. `notes` takes what happens.
    """
    notes = _ring(telephone, console, officers, notes or Notes())
    for act in acts:
        if telephone.waits == "ended":
            _show_act(console, telephone, f"{act}, but the call is over")
            break
        _do(telephone, act, console, notes, officers)
    if telephone.waits == "officers":
        _show_act(console, telephone, OFFICERS_RING)
    if telephone.waits != "ended":
        _do(telephone, TelephoneAct("hangup"), console, notes, officers)
    _show_end(console, telephone)
    return notes


def talk(
    telephone: Telephone,
    console: Console,
    read: Callable[[str], str] = input,
    officers: str = "",
    notes: Notes | None = None,
) -> Notes:
    """Rings and lets someone act until the call is over; the end of the input hangs up. Raises PhoneFault.

    `officers` is what every attempt to reach one comes to; empty, whoever acts says it. `notes` takes what happens.
    """
    notes = _ring(telephone, console, officers, notes or Notes())
    while telephone.waits != "ended":
        act = _asked(telephone, console, read)
        if act:
            _do(telephone, act, console, notes, officers)
    _show_end(console, telephone)
    return notes


def _ring(telephone: Telephone, console: Console, officers: str, notes: Notes) -> Notes:
    heard = telephone.ring()
    notes.take(None, heard)
    show(console, heard)
    _answer_for_officers(telephone, console, notes, officers)
    return notes


def _asked(telephone: Telephone, console: Console, read: Callable[[str], str]) -> TelephoneAct | None:
    try:
        written = read(f"       [{PROMPTS[telephone.waits]}, ? for help] ").strip()
    except EOFError:
        return TelephoneAct("hangup")
    if written in ("?", "help"):
        console.print(HELP, highlight=False, markup=False)
        return None
    if written in ("", "h"):
        return TelephoneAct("hangup" if written else "wait")
    try:
        return parse_act(written)
    except PhoneFault as fault:
        console.print(str(fault), highlight=False, markup=False, soft_wrap=True)
        return None


def _do(telephone: Telephone, act: TelephoneAct, console: Console, notes: Notes, officers: str) -> None:
    if act.kind in _UNFIT.get(telephone.waits, ()):
        _show_act(console, telephone, f"{act}, which nothing waits for: {_WAITS[telephone.waits]}")
        return
    _take(telephone, act, console, notes)
    _answer_for_officers(telephone, console, notes, officers)


def _take(telephone: Telephone, act: TelephoneAct, console: Console, notes: Notes) -> None:
    _show_act(console, telephone, str(act))
    noted = notes.as_noted(telephone, act)
    heard = perform(telephone, act)
    notes.take(noted, heard)
    show(console, heard)


def _answer_for_officers(telephone: Telephone, console: Console, notes: Notes, officers: str) -> None:
    for _ in range(MOST_TRANSFERS):
        if not officers or telephone.waits != "officers":
            return
        _take(telephone, parse_act(f"officer:{officers}"), console, notes)


_UNFIT = {
    "keys": ("record", "officer"),
    "recording": ("say", "mumble", "officer"),
    "officers": ("press", "say", "mumble", "record"),
}
_WAITS = {
    "keys": "the hotline waits for keys",
    "recording": "the hotline records; write record:SECONDS",
    "officers": f"an officer's telephone rings; write officer: with one of {', '.join(OUTCOMES)}",
}


def _show_act(console: Console, telephone: Telephone, told: str) -> None:
    time = clock_time(telephone.state.clock)
    console.print(Text(f"{time:>5}  ▸ {told}", style="bold"), soft_wrap=True, highlight=False)


def _show_end(console: Console, telephone: Telephone) -> None:
    who = "you hung up" if telephone.state.ended_by == "caller" else "the hotline hung up"
    time = clock_time(telephone.state.clock)
    console.print(Text(f"{time:>5}  ■ {who}", style="dim"), soft_wrap=True, highlight=False)

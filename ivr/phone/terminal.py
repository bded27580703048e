"""A call in the terminal: what is heard with its time, and the keys the caller presses."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.text import Text

from ivr.errors import PhoneFault
from ivr.phone.acts import Act, parse_act, perform
from ivr.phone.state import Heard
from ivr.phone.telephone import Telephone
from ivr.phone.writing import Notes

HELP = """\
1 2 3 … * #      press keys, several at once if you like: 12345678#
Enter alone      stay silent until the hotline goes on
say:WORDS        speak
record:SECONDS   speak into a recording
officer:OUTCOME  what the officers do: answers, declines, busy, unanswered, fails
h                hang up
?                this help"""
PROMPTS = {
    "keys": "keys",
    "recording": "recording; record:SECONDS, or Enter for silence",
    "officers": "ringing officers; officer:answers, declines, busy, unanswered, fails",
}


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


def play_script(telephone: Telephone, acts: Sequence[Act], console: Console) -> Notes:
    """Rings, does the acts of a script, and hangs up if the call is still going on. Raises PhoneFault."""
    notes = _ring(telephone, console)
    for act in acts:
        if telephone.waits == "ended":
            _show_act(console, telephone, f"{act}, but the call is over")
            break
        _do(telephone, act, console, notes)
    if telephone.waits != "ended":
        _do(telephone, Act("hangup"), console, notes)
    _show_end(console, telephone)
    return notes


def talk(telephone: Telephone, console: Console, read: Callable[[str], str] = input) -> Notes:
    """Rings and lets someone act until the call is over; the end of the input hangs up. Raises PhoneFault."""
    notes = _ring(telephone, console)
    while telephone.waits != "ended":
        act = _asked(telephone, console, read)
        if act:
            _do(telephone, act, console, notes)
    _show_end(console, telephone)
    return notes


def _ring(telephone: Telephone, console: Console) -> Notes:
    notes = Notes()
    heard = telephone.ring()
    notes.take(None, heard)
    show(console, heard)
    return notes


def _asked(telephone: Telephone, console: Console, read: Callable[[str], str]) -> Act | None:
    try:
        written = read(f"       [{PROMPTS[telephone.waits]}, ? for help] ").strip()
    except EOFError:
        return Act("hangup")
    if written in ("?", "help"):
        console.print(HELP, highlight=False, markup=False)
        return None
    if written in ("", "h"):
        return Act("hangup" if written else "wait")
    try:
        return parse_act(written)
    except PhoneFault as fault:
        console.print(str(fault), highlight=False, markup=False, soft_wrap=True)
        return None


def _do(telephone: Telephone, act: Act, console: Console, notes: Notes) -> None:
    if act.kind in _UNFIT.get(telephone.waits, ()):
        _show_act(console, telephone, f"{act}, which nothing waits for")
        return
    _show_act(console, telephone, str(act))
    heard = perform(telephone, act)
    notes.take(act, heard)
    show(console, heard)


_UNFIT = {
    "keys": ("record", "officer"),
    "recording": ("say", "officer"),
    "officers": ("say", "record"),
}


def _show_act(console: Console, telephone: Telephone, told: str) -> None:
    time = clock_time(telephone.state.clock)
    console.print(Text(f"{time:>5}  ▸ {told}", style="bold"), soft_wrap=True, highlight=False)


def _show_end(console: Console, telephone: Telephone) -> None:
    who = "you hung up" if telephone.state.ended_by == "caller" else "the hotline hung up"
    time = clock_time(telephone.state.clock)
    console.print(Text(f"{time:>5}  ■ {who}", style="dim"), soft_wrap=True, highlight=False)

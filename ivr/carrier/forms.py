"""What the carrier's form says of the caller: keys, words, silence, a recording, the end of a transfer.

Every value is free text from outside: nothing here raises, whatever it holds.
Source: Twilio, the parameters on the pages of Gather, Record and Dial; `carriers` makes others say the same.
"""

import math
import re
from collections.abc import Mapping

from ivr.carrier.speakable import clean
from ivr.engine.heard import Heard, Keys, Recorded, Silence, TransferFinished, TransferOutcome, Unclear, Words

Form = Mapping[str, str]

LONGEST_KEYS = 64
LONGEST_NUMBER = 255
LONGEST_WORDS = 2000
LONGEST_ADDRESS = 500

HUNG_UP = "hangup"  # what Digits says where a caller hung up while recording

_OF_A_RECORDING = frozenset({"RecordingUrl", "RecordingDuration", "RecordingSid"})
_KEYS = re.compile(r"[0-9*#]+")  # not \d, which lets １２３ and ١٢٣ through
_SECONDS = re.compile(r"([0-9]{1,9})(\.[0-9]{1,9})?")
_CALL_SID = re.compile(r"[A-Za-z0-9-]{1,64}")
_UNUSABLE = re.compile(r"117[0-9]{2}|1[234][0-9]{3}")
_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})  # a CallStatus of a call that is over
_OUTCOMES: Mapping[str, TransferOutcome] = {
    "answered": "answered",
    "completed": "answered",
    "busy": "busy",
    "no-answer": "unanswered",
    "canceled": "gave up",  # nobody here ever takes back a call to an officer but the caller, by hanging up
    "cancelled": "gave up",
}


def heard_from(form: Form) -> Heard:
    """What came back at a turn. A form that says nothing of the caller is silence."""
    if "DialCallStatus" in form:
        return _transfer(form)
    if not _OF_A_RECORDING.isdisjoint(form) or form.get("Digits") == HUNG_UP:
        return _recorded(form)
    if keys := form.get("Digits"):
        return Keys(keys[:LONGEST_KEYS]) if _KEYS.fullmatch(keys) else Unclear()
    if words := clean(form.get("SpeechResult", "")):
        return Words(words[:LONGEST_WORDS], _confidence(form.get("Confidence", "")))
    return Silence()


def call_sid_from(form: Form) -> str:
    """The carrier's name for the call, empty when it is missing or cannot be one."""
    sid = form.get("CallSid", "")
    return sid if _CALL_SID.fullmatch(sid) else ""


def message_sid_from(form: Form) -> str:
    """The carrier's name for a text message, empty when it is missing or cannot be one."""
    sid = form.get("MessageSid", "")
    return sid if _CALL_SID.fullmatch(sid) else ""


def number_from(form: Form, name: str) -> str:
    """A caller's or hotline's number as given, free text, cut to size."""
    return clean(form.get(name, ""))[:LONGEST_NUMBER]


def seconds_from(form: Form, name: str) -> int | None:
    """A number of seconds, one begun counted as whole; None when there is none, or -1 for one not known yet."""
    seconds = _SECONDS.fullmatch(form.get(name, "").strip())
    return math.ceil(float(seconds[0])) if seconds else None


def is_unusable(code: str) -> bool:
    """Whether an ErrorCode says that the carrier had the answer and could not use it: its size, its XML, a verb.

    All others, and none at all, say that no answer came. Source: Twilio, the error dictionary, 11750 to 14999.
    """
    return _UNUSABLE.fullmatch(code.strip()) is not None


def recording_from(form: Form) -> tuple[str, str]:
    """The carrier's name for a recording and its address; the name stands at the end of the address as well."""
    url = clean(form.get("RecordingUrl", ""))[:LONGEST_ADDRESS]
    name = clean(form.get("RecordingSid", "")) or url.rpartition("/")[2].partition("?")[0].partition(".")[0]
    return name[:64], url


def _transfer(form: Form) -> TransferFinished:
    outcome = _OUTCOMES.get(form["DialCallStatus"].strip().lower(), "failed")
    bridged = form.get("DialBridged", "").strip().lower()
    if outcome == "answered" and bridged == "false":
        outcome = "unanswered"  # someone or something picked up and did not press 1
    gone = outcome == "gave up" or _is_over(form)
    if gone and outcome == "unanswered":
        outcome = "gave up"
    return TransferFinished(
        outcome,
        seconds_from(form, "DialCallDuration") or 0,
        hung_up=gone,
        sure=bridged == "true" or outcome != "answered",
    )


def _recorded(form: Form) -> Recorded:
    name, url = recording_from(form)
    seconds = seconds_from(form, "RecordingDuration")
    ended_by = form.get("Digits", "")
    key = ended_by if len(ended_by) == 1 and _KEYS.fullmatch(ended_by) else ""
    return Recorded(name, url, seconds, hung_up=ended_by == HUNG_UP or _is_over(form), key=key)


def _is_over(form: Form) -> bool:
    """Whether the caller's own call is over."""
    return form.get("CallStatus", "").strip().lower() in _OVER


def _confidence(text: str) -> float | None:
    """How sure the recogniser is; None where it does not say, for which Google's writes 0.0.

    Source: Google Cloud, Speech-to-Text, SpeechRecognitionAlternative: "0.0 is a sentinel value".
    """
    try:
        confidence = float(text)
    except ValueError:
        return None
    return confidence if math.isfinite(confidence) and 0 < confidence <= 1 else None

"""Which carrier the telephone plays: what that one knows of TwiML, how it signs, and what it sends.

Written from the carriers' own pages and programs, apart from what the hotline knows of them, so that tests hold one
against the other. Sources: Twilio; SignalWire, the page of each verb of cXML; Somleng, `app/models/twiml` and
`app/workflows` of somleng-switch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ivr.phone.shapes import SHAPES, Shape
from ivr.phone.voices import may_speak
from ivr.words.voices import voices_of

Names = frozenset[str]

RECORD_TELLS = frozenset({"RecordingUrl", "RecordingSid", "RecordingDuration", "Digits"})
DIAL_TELLS = frozenset({"DialCallStatus", "DialCallSid", "DialCallDuration", "DialBridged"})
EVERY_CALL = frozenset({"AccountSid", "ApiVersion", "CallSid", "CallStatus", "Direction", "From", "To"})


@dataclass(frozen=True)
class Imitation:
    """A carrier as the telephone plays it; unless said, Twilio.

    `shapes` are the elements and attributes that it knows, `speaks` tells whether a voice speaks a language. `sends`
    are the parameters that come with every request, None for all there are; Record's and Dial's are further ones. Its
    names are UUIDs where it `names_by_uuid`. It keeps recordings at `kept_at`. Where it takes `relative` addresses a
    document need not name its host. An empty result comes without the parameter Digits where it `omits_empty_digits`.
    """

    title: str = "Twilio"
    shapes: Mapping[str, Shape] = field(default_factory=lambda: SHAPES)
    speaks: Callable[[str, str], bool] = may_speak
    signed_in: str = "X-Twilio-Signature"
    sends: Names | None = None
    record_tells: Names = RECORD_TELLS
    dial_tells: Names = DIAL_TELLS
    names_by_uuid: bool = False
    kept_at: str = "https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/"
    relative: bool = True
    omits_empty_digits: bool = False

    def sent(self, params: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Of the parameters of every call, those that it sends."""
        return params if self.sends is None else tuple(each for each in params if each[0] in self.sends)

    def name(self, kind: str, digest: str) -> str:
        """The name of something of a kind ("CA", "RE"), made of 32 hexadecimal digits."""
        if not self.names_by_uuid:
            return kind + digest
        return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))

    def keeps(self, url: str) -> bool:
        """Whether it keeps a recording there."""
        before, _, _ = self.kept_at.partition("{account}")
        return url.startswith(before) and "/Recordings/" in url


def _knowing(**known: str) -> Mapping[str, Shape]:
    """The elements of that name, each with no other attributes than these."""
    return {
        name: replace(
            SHAPES[name],
            attributes={each: SHAPES[name].attributes[each] for each in attributes.split()},
            inside=SHAPES[name].inside & known.keys(),
        )
        for name, attributes in known.items()
    }


_KNOWN_TO_SIGNALWIRE = _knowing(
    Say="voice language loop",
    Play="loop digits",
    Pause="length",
    Gather="action method input timeout numDigits finishOnKey actionOnEmptyResult speechTimeout speechModel language "
    "hints profanityFilter partialResultCallback partialResultCallbackMethod enhanced",
    Record="action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback "
    "recordingStatusCallbackMethod recordingStatusCallbackEvent",
    Dial="action method timeout timeLimit callerId answerOnBridge hangupOnStar ringTone",
    Number="url method sendDigits statusCallback statusCallbackMethod statusCallbackEvent",
    Redirect="method",
    Hangup="",
    Reject="reason",
)
_KNOWN_TO_SOMLENG = _knowing(
    Say="voice language loop",
    Play="loop",
    Gather="action method timeout numDigits finishOnKey actionOnEmptyResult",
    Record="action method timeout finishOnKey maxLength playBeep recordingStatusCallback recordingStatusCallbackMethod",
    Dial="action method timeout callerId",
    Number="",
    Redirect="method",
    Hangup="",
    Reject="reason",
)


def _spoken_at_signalwire(voice: str, language: str) -> bool:
    """Google's voices are called gcloud there; of Amazon's there are the standard and the neural ones."""
    if voice.startswith("gcloud."):
        return may_speak("Google." + voice.removeprefix("gcloud."), language)
    return not voice.startswith("Google.") and not voice.endswith("-Generative") and may_speak(voice, language)


def _spoken_at_somleng(voice: str, language: str) -> bool:
    """Amazon's voices, and two of its own in American English."""
    if voice in ("man", "woman", "Basic.Kal", "Basic.Slt"):
        return language == "en-US"
    return voice.startswith("Polly.") and voice in voices_of(language)


SIGNALWIRE = Imitation(
    title="SignalWire",
    shapes=_KNOWN_TO_SIGNALWIRE,
    speaks=_spoken_at_signalwire,
    signed_in="X-SignalWire-Signature",
    sends=EVERY_CALL | {"ParentCallSid"},
    record_tells=RECORD_TELLS - {"RecordingSid"},
    dial_tells=DIAL_TELLS - {"DialBridged"},
    names_by_uuid=True,
    kept_at="https://example.signalwire.com/api/laml/2010-04-01/Accounts/{account}/Recordings/",
    relative=False,
)
SOMLENG = Imitation(
    title="Somleng",
    shapes=_KNOWN_TO_SOMLENG,
    speaks=_spoken_at_somleng,
    sends=EVERY_CALL | {"Called", "Caller"},
    record_tells=RECORD_TELLS - {"RecordingSid", "Digits"},
    dial_tells=DIAL_TELLS - {"DialBridged"},
    names_by_uuid=True,
    kept_at="https://api.somleng.org/2010-04-01/Accounts/{account}/Calls/{call}/Recordings/",
    omits_empty_digits=True,
)
TWILIO = Imitation()
IMITATIONS: Mapping[str, Imitation] = {"twilio": TWILIO, "signalwire": SIGNALWIRE, "somleng": SOMLENG}
"""By the name that IVR_CARRIER has for the carrier."""

"""Makes verbs of a hotline's answer, after every check."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ivr.errors import PhoneFault
from ivr.phone.checking import check_document
from ivr.phone.imitations import TWILIO, Imitation
from ivr.phone.shapes import DOCUMENT, TELEPHONE, WHISPER
from ivr.phone.verbs import Dial, Gather, Hangup, Number, Pause, Play, Record, Redirect, Reject, Say, Verb
from ivr.plain_xml import Element, XmlRefused, read_xml


def read_document(body: bytes, url: str, home: str, carrier: Imitation = TWILIO) -> tuple[Verb, ...]:
    """The verbs of the document that `url` answered. Every address in it must be on the host of `home`.

    Raises PhoneFault for anything the carrier would refuse or warn about.
    """
    root = _root(body)
    check_document(root, DOCUMENT, carrier)
    return _Making(url, home, carrier).verbs(root)


def read_whisper(body: bytes, url: str, home: str, carrier: Imitation = TWILIO) -> tuple[Verb, ...]:
    """The verbs of what an officer hears before being connected, where fewer are allowed (error 13201)."""
    root = _root(body)
    check_document(root, WHISPER, carrier)
    return _Making(url, home, carrier).verbs(root)


def _root(body: bytes) -> Element:
    if not body.startswith(b"<"):
        raise PhoneFault("something stands before the XML document, if only a blank line (error 12100)")
    try:
        return read_xml(body)
    except XmlRefused as refused:
        if refused.reason == "document type":
            raise PhoneFault("the document declares a document type, which TwiML never has (error 12100)") from refused
        raise PhoneFault(f"the document is not well-formed XML: {refused} (error 12100)") from refused


@dataclass(frozen=True)
class _Making:
    """Makes verbs of elements already checked."""

    url: str
    home: str
    carrier: Imitation

    def verbs(self, root: Element) -> tuple[Verb, ...]:
        return tuple(self._verb(element) for element in root.children)

    def _verb(self, element: Element) -> Verb:
        match element.name:
            case "Gather":
                return self._gather(element)
            case "Record":
                return self._record(element)
            case "Dial":
                return self._dial(element)
            case "Redirect":
                return Redirect(self._address(element.text), _method(element))
            case "Hangup":
                return Hangup()
            case "Reject":
                return Reject(element.attributes.get("reason", "rejected"))
            case _:
                return self._prompt(element)

    def _prompt(self, element: Element) -> Say | Play | Pause:
        given = element.attributes
        loop = int(given.get("loop", "1"))
        if element.name == "Say":
            return Say(element.text, given.get("language", "en-US"), given.get("voice", "man"), loop)
        if element.name == "Play":
            return Play(self._sound(element.text), loop, given.get("digits", ""))
        return Pause(int(given.get("length", "1")))

    def _gather(self, element: Element) -> Gather:
        given = element.attributes
        accepted = given.get("input", "dtmf").split()
        timeout = _seconds(given.get("timeout", "5"))
        most = given.get("numDigits")
        self._address(given.get("partialResultCallback", ""))
        return Gather(
            prompts=tuple(self._prompt(child) for child in element.children),
            action=self._address(given.get("action", "")),
            method=_method(element),
            speech="speech" in accepted,
            keys="dtmf" in accepted,
            timeout=timeout,
            speech_timeout=_seconds(given.get("speechTimeout", str(timeout))),
            most=int(most) if most else None,
            finish=given.get("finishOnKey", "#"),
            tells_silence=given.get("actionOnEmptyResult") == "true",
            language=given.get("language", "en-US"),
            hints=tuple(hint.strip() for hint in given.get("hints", "").split(",") if hint.strip()),
        )

    def _record(self, element: Element) -> Record:
        given = element.attributes
        notice = given.get("recordingStatusCallback", "")
        return Record(
            action=self._address(given.get("action", "")),
            method=_method(element),
            timeout=int(given.get("timeout", "5")),
            finish=given.get("finishOnKey", "1234567890*#"),
            longest=int(given.get("maxLength", "3600")),
            beep=given.get("playBeep", "true") == "true",
            notice=self._address(notice) if notice else "",
            notice_method=given.get("recordingStatusCallbackMethod", "POST"),
        )

    def _dial(self, element: Element) -> Dial:
        given = element.attributes
        plain = [Element("Number", {}, element.spot, element.text)] if element.text else []
        return Dial(
            numbers=tuple(self._number(child) for child in plain + element.children),
            action=self._address(given["action"]) if "action" in given else "",
            method=_method(element),
            timeout=int(given.get("timeout", "30")),
            longest=int(given.get("timeLimit", "14400")),
            caller_id=given.get("callerId", ""),
        )

    def _number(self, element: Element) -> Number:
        given = element.attributes
        if not TELEPHONE.fits(element.text):
            raise PhoneFault(f"<Number> {element.text} must be {TELEPHONE.wants} (error 13223)")
        self._address(given.get("statusCallback", ""))
        url = given.get("url", "")
        return Number(element.text, self._address(url) if url else "", _method(element))

    def _sound(self, written: str) -> str:
        """The absolute address of a sound: the hotline's, or a recording that the carrier itself keeps."""
        return written if not written or self.carrier.keeps(written) else self._address(written)

    def _address(self, written: str) -> str:
        """The absolute address; an empty one is that of the document itself."""
        if written and not self.carrier.relative and not urlsplit(written).netloc:
            raise PhoneFault(f"{written} has no host, and {self.carrier.title} takes whole addresses only")
        address = urljoin(self.url, written)
        if urlsplit(address)[:2] != urlsplit(self.home)[:2]:
            raise PhoneFault(f"{written} leads away from the hotline's own host {self.home}")
        return address


def _method(element: Element) -> str:
    return element.attributes.get("method", "POST")


def _seconds(value: str) -> int:
    return 5 if value == "auto" else int(value)

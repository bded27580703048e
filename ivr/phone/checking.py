"""Checks an answer against what TwiML allows: the reply first, then element by element."""

from collections.abc import Iterator

from ivr.errors import PhoneFault
from ivr.phone.imitations import TWILIO, Imitation
from ivr.phone.requesting import Reply
from ivr.phone.shapes import Shape
from ivr.phone.voices import check_speech
from ivr.plain_xml import Element

MOST_BYTES = 65_536
ACCEPTED = ("text/xml", "application/xml", "text/html")
ALWAYS_LEAVE = frozenset({"Redirect", "Hangup", "Reject"})


def check_reply(reply: Reply, url: str) -> None:
    """Raises PhoneFault unless the reply can be a document. Source: Twilio, "TwiML: your server's response"."""
    if reply.status == 403:
        raise PhoneFault(
            f"{url} answered with status 403, the signature is refused: ring the address the hotline knows as "
            "IVR_PUBLIC_URL, with its token or signing key (error 11200)"
        )
    if reply.status != 200:
        raise PhoneFault(f"{url} answered with status {reply.status}, a document needs 200 (error 11200)")
    kind = reply.content_type.partition(";")[0].strip().lower()
    if kind not in ACCEPTED:
        raise PhoneFault(f"{url} answered {kind or 'no content type'}, TwiML is text/xml (error 12300)")
    if len(reply.body) > MOST_BYTES:
        raise PhoneFault(f"{url} answered {len(reply.body)} bytes, at most {MOST_BYTES} are read (error 11750)")
    if not reply.body:
        raise PhoneFault(f"{url} answered an empty body (error 11770)")


def check_document(root: Element, document: Shape, carrier: Imitation = TWILIO) -> None:
    """Raises PhoneFault for whatever a carrier would refuse, skip or warn about (errors 12102, 12200)."""
    if root.name != "Response":
        raise PhoneFault(f"the root is <{root.name}>, TwiML has <Response> (error 12102)")
    _check_element(root, document, carrier)
    for verb, following in zip(root.children, root.children[1:], strict=False):
        if leaves(verb):
            raise _fault(following, f"is never reached: <{verb.name}> before it leaves the document")


def leaves(verb: Element) -> bool:
    """Whether a verb never goes on to the one after it."""
    if verb.name == "Dial":
        return "action" in verb.attributes
    return verb.name in ALWAYS_LEAVE or verb.attributes.get("actionOnEmptyResult") == "true"


def _check_element(element: Element, shape: Shape, carrier: Imitation) -> None:
    for problem in (*_attribute_problems(element, shape), *_text_problems(element, shape)):
        raise _fault(element, problem)
    for child in element.children:
        if child.name not in carrier.shapes:
            raise _fault(child, f"is no TwiML verb this telephone knows as {carrier.title} (error 12200)")
        if child.name not in shape.inside:
            raise _fault(child, f"is not allowed within <{element.name}> (error 12200)")
        _check_element(child, carrier.shapes[child.name], carrier)
        _check_sense(child, carrier)


def _attribute_problems(element: Element, shape: Shape) -> Iterator[str]:
    for name, value in element.attributes.items():
        rule = shape.attributes.get(name)
        if rule is None:
            yield f"has no attribute {name} (error 12200)"
        elif not rule.fits(value):
            yield f'has {name}="{value}", which must be {rule.wants}'


def _text_problems(element: Element, shape: Shape) -> Iterator[str]:
    if element.text and shape.text == "none":
        yield f"has text of its own: {element.text[:40]!r} (error 12200)"
    if shape.text == "must" and not element.text:
        yield "is empty"


def _check_sense(element: Element, carrier: Imitation) -> None:
    given = element.attributes
    if element.name == "Say":
        check_speech(element.text, given.get("voice", "man"), given.get("language", "en-US"), carrier.speaks)
    if element.name == "Play" and bool(element.text) == ("digits" in given):
        raise _fault(element, "needs either an address or digits")
    if element.name == "Gather":
        _check_gather(element)
    if element.name == "Dial" and not 1 <= len(element.children) + bool(element.text) <= 10:
        raise _fault(element, "rings one to ten numbers")


def _check_gather(gather: Element) -> None:
    given = gather.attributes
    if "speechModel" in given and given.get("speechTimeout", "5") == "auto":
        raise _fault(gather, "has a speechModel and needs whole seconds of speechTimeout (error 13335)")
    if any(child.name == "Play" and "digits" in child.attributes for child in gather.children):
        raise _fault(gather, "may not play digits")


def _fault(element: Element, problem: str) -> PhoneFault:
    return PhoneFault(f"line {element.spot[0]}: <{element.name}> {problem}")

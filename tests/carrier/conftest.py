"""The voices of the sample site, and the test telephone's own checks of a document."""

from collections.abc import Callable, Mapping

import pytest

from ivr.engine.edition import Language
from ivr.phone.checking import check_reply
from ivr.phone.requesting import Reply
from ivr.phone.twiml import read_document, read_whisper

PUBLIC_URL = "https://ivr.example.org"


@pytest.fixture
def public_url() -> str:
    return PUBLIC_URL


@pytest.fixture
def voices() -> Mapping[str, Language]:
    yue = Language("yue", "1", "廣東話", "yue-HK", "Google.yue-HK-Standard-A", "")
    cmn = Language("cmn", "2", "普通话", "cmn-CN", "Google.cmn-CN-Standard-A", "")
    en = Language("en", "3", "English", "en-GB", "Polly.Amy", "en-GB")
    return {"yue": yue, "cmn": cmn, "en": en}


@pytest.fixture
def accepts() -> Callable[[bytes], bool]:
    """Raises PhoneFault for a document that a carrier would refuse, skip parts of, or warn about."""

    def accepted(document: bytes) -> bool:
        url = PUBLIC_URL + "/voice/turn"
        check_reply(Reply(200, "text/xml", document, "", {}), url)
        return bool(read_document(document, url, PUBLIC_URL))

    return accepted


@pytest.fixture
def accepts_whisper() -> Callable[[bytes], bool]:
    """The same for what an officer hears."""
    return lambda document: bool(read_whisper(document, PUBLIC_URL + "/voice/officer", PUBLIC_URL))

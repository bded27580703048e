"""What callers hear when the system itself fails: a constant, made once, that needs nothing to work.

The words stand here and not among the phrases because no file can be counted on when this is spoken. The voices are
Amazon's for the three languages of the sample site, which every carrier has.
"""

from twilio.twiml.voice_response import VoiceResponse

_APOLOGY = (
    ("Polly.Hiujin-Neural", "yue-CN", "對唔住，系統暫時有問題，未能處理你嘅來電。請稍後再打嚟。"),
    ("Polly.Zhiyu-Neural", "cmn-CN", "很抱歉，系统暂时出现问题，未能处理您的来电。请稍后再打来。"),
    (
        "Polly.Amy-Neural",
        "en-GB",
        "We are sorry. Something went wrong and your call cannot go on. Please call again later.",
    ),
)


def _document() -> bytes:
    response = VoiceResponse()
    for voice, language, words in _APOLOGY:
        response.say(words, voice=voice, language=language)
    response.hangup()
    return bytes(response.to_xml().encode())


def _hang_up() -> bytes:
    response = VoiceResponse()
    response.hangup()
    return bytes(response.to_xml().encode())


LAST_RESORT = _document()
"""An apology in three languages, and the end of the call."""

HANG_UP = _hang_up()
"""The end of a call without a word, for the officer's side."""

GO_ON = VoiceResponse().to_xml().encode()
"""Nothing to do: the officer is put through."""

"""The carrier's webhooks: every request is signed or refused, every answer is TwiML, and no path raises."""

from ivr.web.voice.doors import Doors
from ivr.web.voice.gate import VoiceGate
from ivr.web.voice.pages import UNSIGNED, voice_pages

__all__ = ["UNSIGNED", "Doors", "VoiceGate", "voice_pages"]

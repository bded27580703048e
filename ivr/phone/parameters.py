"""The parameters a carrier sends with every request. Source: Twilio, "TwiML: requests to your application"."""

import hashlib

from ivr.phone.imitations import TWILIO, Imitation
from ivr.phone.signing import Params
from ivr.phone.state import CallState


def call_params(
    state: CallState, account_sid: str, status: str, extra: Params = (), carrier: Imitation = TWILIO
) -> Params:
    """The standard set, what is known of the caller, and what the situation adds."""
    caller = state.origin.number
    always = (
        ("AccountSid", account_sid),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", state.call_sid),
        ("CallStatus", status),
        ("Called", state.to),
        ("Caller", caller),
        ("Direction", "inbound"),
        ("From", caller),
        ("To", state.to),
        *state.origin.extra,
    )
    return (*carrier.sent(always), *extra)


def officer_params(
    state: CallState, account_sid: str, number: str, caller_id: str, carrier: Imitation = TWILIO
) -> Params:
    """The parameters of the call to an officer, a child of the caller's."""
    caller = caller_id or state.origin.number
    always = (
        ("AccountSid", account_sid),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", officer_call_sid(state, carrier)),
        ("CallStatus", "in-progress"),
        ("Called", number),
        ("Caller", caller),
        ("Direction", "outbound-dial"),
        ("From", caller),
        ("ParentCallSid", state.call_sid),
        ("To", number),
    )
    return carrier.sent(always)


def recording_params(state: CallState, account_sid: str, made: Params) -> Params:
    """The parameters of the notice that a recording is ready: only what is known of the recording."""
    return (
        ("AccountSid", account_sid),
        ("CallSid", state.call_sid),
        ("RecordingStatus", "completed"),
        ("RecordingChannels", "1"),
        ("RecordingSource", "RecordVerb"),
        ("RecordingTrack", "inbound"),
        *made,
    )


def officer_call_sid(state: CallState, carrier: Imitation = TWILIO) -> str:
    """The call to the officers rung at this place of the call; the same whenever asked."""
    return carrier.name("CA", _digest(f"{state.call_sid} {state.url} {state.place}"))


def recording_sid(state: CallState, carrier: Imitation = TWILIO) -> str:
    """The recording made now; the same whenever asked."""
    return carrier.name("RE", _digest(f"{state.call_sid} recording {state.recordings}"))


def recording_url(state: CallState, account_sid: str, carrier: Imitation = TWILIO) -> str:
    """Where the carrier keeps the recording made now."""
    return carrier.kept_at.format(account=account_sid, call=state.call_sid) + recording_sid(state, carrier)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

"""SignalWire and Somleng over REST: each asked by its own paths and fields, for what it does and no more."""

from datetime import UTC, datetime, timedelta

import pytest
from kindred_carriers import ACCOUNT, SIGNALWIRE, SOMLENG, TOKEN, KindredCarrier, Manners
from stand_in_carrier import LOST

from ivr.carrier import carriers
from ivr.carrier.carriers import Carrier
from ivr.carrier.connecting import point
from ivr.carrier.pointing import pointing_here
from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.calls import start_call
from ivr.carrier.rest.messages import message_sent, send_message
from ivr.carrier.rest.numbers import Pointing, numbers
from ivr.carrier.rest.recordings import TwilioRecordings
from ivr.carrier.rest.standing import account_standing, recordings_guarded
from ivr.errors import CarrierRefused, CarrierUnclear, RecordingAway, RecordingGone, SettingsRefused

BOTH = [(SIGNALWIRE, carriers.SIGNALWIRE), (SOMLENG, carriers.SOMLENG)]
LINE, CALLER, OTHER = "+85222200101", "+85255501234", "+85255501235"
HERE = "https://ivr.example.org"
WAV = b"RIFF\x10\x00\x00\x00WAVEfmt and sound"
CALL, RECORDING = "0e5dca40-1545-4aa1-9120-fac43c09bc90", "39cbca96-2634-4c0a-a6c5-2e7c611d200e"
AT_SIGNALWIRE = f"{SIGNALWIRE.root}{SIGNALWIRE.path}/Accounts/{ACCOUNT}/Recordings/{RECORDING}"
AT_SOMLENG = f"{SOMLENG.root}{SOMLENG.path}/Accounts/{ACCOUNT}/Calls/{CALL}/Recordings/{RECORDING}"
STORED = "https://recordings.s3.ap-southeast-1.amazonaws.com/x.wav?signed=1"


def account_at(carrier: KindredCarrier, known: Carrier) -> TwilioAccount:
    return TwilioAccount(ACCOUNT, (TOKEN,), carrier.manners.root, carrier.session(), known)


def recordings_at(carrier: KindredCarrier, known: Carrier) -> TwilioRecordings:
    return TwilioRecordings(ACCOUNT, (TOKEN,), carrier.manners.root, carrier.session(), known)


@pytest.fixture(params=BOTH, ids=["signalwire", "somleng"])
def both(request: pytest.FixtureRequest) -> tuple[KindredCarrier, TwilioAccount, Carrier]:
    manners, known = request.param
    carrier = KindredCarrier(manners)
    return carrier, account_at(carrier, known), known


def test_a_call_is_begun_at_an_address_of_ours(both: tuple[KindredCarrier, TwilioAccount, Carrier]) -> None:
    carrier, account, _ = both
    made = start_call(account, LINE, OTHER, url=f"{HERE}/voice/reply?call=T&step=begun", status_url=f"{HERE}/ended")
    assert [each["sid"] for each in carrier.things["Calls"]] == [made]
    asked = carrier.asked[-1].form
    assert (asked["To"], asked["From"], asked["Url"]) == (OTHER, LINE, f"{HERE}/voice/reply?call=T&step=begun")
    assert carrier.invalid == []


def test_a_text_is_sent_and_found_again_where_its_answer_was_lost(
    both: tuple[KindredCarrier, TwilioAccount, Carrier],
) -> None:
    carrier, account, _ = both
    began = datetime.now(UTC) - timedelta(seconds=1)
    send_message(account, LINE, OTHER, "one")
    carrier.troubles.append(LOST)
    with pytest.raises(CarrierUnclear):
        send_message(account, LINE, CALLER, "one")
    for _ in range(3):
        send_message(account, LINE, OTHER, "one")
    sent = [each["sid"] for each in carrier.things["Messages"] if each["to"] == CALLER]
    assert [message_sent(account, LINE, CALLER, "one", began)] == sent
    assert message_sent(account, LINE, CALLER, "two", began) == ""
    assert carrier.invalid == []


def test_a_number_is_made_to_ring_here(both: tuple[KindredCarrier, TwilioAccount, Carrier]) -> None:
    carrier, account, known = both
    for last in range(5):
        carrier.add_number(f"+8522220010{last}")
    listed = numbers(account)
    assert [each.number for each in listed] == [f"+8522220010{last}" for last in range(5)]
    wanted = pointing_here(HERE, "https://pages.example.org/works.xml", known)
    point(account, listed[1], wanted)
    set_to = carrier.things["IncomingPhoneNumbers"][1]
    assert set_to["voice_url"] == f"{HERE}/voice/answer"
    assert set_to["status_callback"] == f"{HERE}/voice/status"
    fallback = "https://pages.example.org/works.xml" if known.rest.has_fallback else None
    assert set_to["voice_fallback_url"] == fallback
    assert carrier.invalid == []


def test_somleng_is_not_asked_to_let_a_number_point_nowhere() -> None:
    """It takes no empty address; that it still holds the one before is told, and not taken for done."""
    carrier = KindredCarrier(SOMLENG)
    carrier.add_number(LINE, voice_url="https://old.example.org")
    account = account_at(carrier, carriers.SOMLENG)
    with pytest.raises(CarrierUnclear, match="holds something else"):
        point(account, numbers(account)[0], Pointing())
    assert carrier.invalid == []


def test_the_account_stands_and_recordings_are_never_guarded(
    both: tuple[KindredCarrier, TwilioAccount, Carrier],
) -> None:
    _, account, _ = both
    assert account_standing(account) == ("active", "Full")
    assert recordings_guarded(account) == "always open"


@pytest.mark.parametrize(
    ("manners", "known", "settings"),
    [
        (SIGNALWIRE, carriers.SIGNALWIRE, "IVR_SIGNALWIRE_PROJECT_ID and IVR_SIGNALWIRE_API_TOKEN"),
        (SOMLENG, carriers.SOMLENG, "IVR_SOMLENG_ACCOUNT_SID and IVR_SOMLENG_AUTH_TOKEN"),
    ],
)
def test_a_token_that_is_not_taken_names_the_settings_of_its_carrier(
    manners: Manners, known: Carrier, settings: str
) -> None:
    carrier = KindredCarrier(manners)
    account = TwilioAccount(ACCOUNT, ("wrong",), manners.root, carrier.session(), known)
    with pytest.raises(CarrierRefused, match=settings):
        numbers(account)
    with pytest.raises(SettingsRefused, match=f"{settings.split()[0]} must be 36 characters"):
        TwilioAccount("AC" + "1" * 32, ("t",), manners.root, carrier.session(), known)


def test_a_code_that_is_written_as_text_is_understood(both: tuple[KindredCarrier, TwilioAccount, Carrier]) -> None:
    carrier, account, _ = both
    carrier.refusals[CALLER] = 21606
    with pytest.raises(CarrierRefused, match="not one of this account"):
        send_message(account, LINE, CALLER, "one")
    carrier.refusals[CALLER] = 99999
    with pytest.raises(CarrierRefused, match="99999: https://"):
        send_message(account, LINE, CALLER, "one")


def test_signalwires_recording_is_fetched_and_deleted() -> None:
    carrier = KindredCarrier(SIGNALWIRE, files={f"{AT_SIGNALWIRE}.wav": (200, {}, WAV)})
    recordings = recordings_at(carrier, carriers.SIGNALWIRE)
    assert recordings.fetch(AT_SIGNALWIRE) == WAV
    recordings.delete(AT_SIGNALWIRE)
    with pytest.raises(RecordingGone):
        recordings.fetch(AT_SIGNALWIRE)


def test_somlengs_recording_is_fetched_from_its_storage_without_our_token() -> None:
    files = {f"{AT_SOMLENG}.wav": (302, {"Location": STORED}, b""), STORED: (200, {}, WAV)}
    carrier = KindredCarrier(SOMLENG, files=files)
    assert recordings_at(carrier, carriers.SOMLENG).fetch(AT_SOMLENG) == WAV
    assert [bool(each.authorization) for each in carrier.asked] == [True, False]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/x.wav", "http://recordings.s3.amazonaws.com/x.wav", "https://amazonaws.com.evil/x"],
)
def test_a_recording_is_followed_to_no_other_host(elsewhere: str) -> None:
    files = {f"{AT_SOMLENG}.wav": (302, {"Location": elsewhere}, b""), elsewhere: (200, {}, WAV)}
    with pytest.raises(RecordingAway, match="not its own"):
        recordings_at(KindredCarrier(SOMLENG, files=files), carriers.SOMLENG).fetch(AT_SOMLENG)


def test_a_recording_that_somleng_still_has_is_not_said_to_be_deleted() -> None:
    files = {f"{AT_SOMLENG}.wav": (302, {"Location": STORED}, b""), STORED: (200, {}, WAV)}
    carrier = KindredCarrier(SOMLENG, files=files)
    recordings = recordings_at(carrier, carriers.SOMLENG)
    with pytest.raises(RecordingAway, match="Somleng deletes no recording over REST"):
        recordings.delete(AT_SOMLENG)
    assert all(each.method == "GET" for each in carrier.asked)
    carrier.files[STORED] = (404, {}, b"")  # its storage deleted it, by a rule of its own
    recordings.delete(AT_SOMLENG)


@pytest.mark.parametrize(
    ("known", "manners", "address"),
    [
        (carriers.SOMLENG, SOMLENG, AT_SIGNALWIRE),
        (carriers.SIGNALWIRE, SIGNALWIRE, AT_SOMLENG),
        (carriers.SOMLENG, SOMLENG, AT_SOMLENG.replace(SOMLENG.root, "https://evil.example")),
        (carriers.SOMLENG, SOMLENG, f"{AT_SOMLENG}/../../x"),
    ],
)
def test_nothing_but_a_recording_of_the_carrier_is_asked_for(known: Carrier, manners: Manners, address: str) -> None:
    carrier = KindredCarrier(manners)
    with pytest.raises(RecordingGone):
        recordings_at(carrier, known).fetch(address)
    assert carrier.asked == []

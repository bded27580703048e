"""Fetching recordings: from the carrier alone, with credentials for its REST host alone, within limits."""

import base64
import io
from collections.abc import Callable, Mapping

import pytest
import requests
from requests.adapters import BaseAdapter

from ivr.carrier.rest import recordings as rest
from ivr.carrier.rest.recordings import TwilioRecordings
from ivr.errors import CarrierSilent, RecordingAway, RecordingGone, RecordingTooLarge

ACCOUNT = "AC" + "1" * 32
URL = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE{'2' * 32}"
MEDIA = "https://media.us1.twilio.com/sounds/x.wav?signed=1"
WAV = b"RIFF\x10\x00\x00\x00WAVEfmt and sound"
Answer = tuple[int, Mapping[str, str], bytes]


class Carrier(BaseAdapter):
    """Answers from a table by address, and keeps what it was asked."""

    def __init__(self, answers: Mapping[str, Answer | Callable[[requests.PreparedRequest], Answer]]) -> None:
        super().__init__()
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        self.timeouts: set[object] = set()

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Answer a request, as requests asks its adapters to."""
        self.asked.append((request.url, request.headers.get("Authorization", "")))
        self.timeouts.add(timeout)
        found = self.answers.get(request.url, (404, {}, b""))
        status, headers, body = found(request) if callable(found) else found
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = status, request.url, request
        answer.headers.update(headers)
        answer.raw = io.BytesIO(body)
        return answer

    def close(self):
        """Nothing is open."""


def recordings(
    carrier: BaseAdapter,
    tokens: tuple[str, ...] = ("token",),
    account: str = ACCOUNT,
    root: str = "https://api.twilio.com",
) -> TwilioRecordings:
    session = requests.Session()
    session.mount("https://", carrier)
    session.mount("http://", carrier)
    return TwilioRecordings(account, tokens, root, session)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_what_is_too_large_is_named_so(monkeypatch):
    monkeypatch.setattr(rest, "MOST_BYTES", 8)
    with pytest.raises(RecordingTooLarge):
        recordings(Carrier({URL + ".wav": (200, {}, WAV)})).fetch(URL)


def test_a_recording_is_fetched_as_wav_with_the_accounts_credentials():
    carrier = Carrier({URL + ".wav": (200, {}, WAV)})
    assert recordings(carrier).fetch(URL) == WAV
    assert carrier.asked == [(URL + ".wav", basic(ACCOUNT, "token"))]
    assert carrier.timeouts == {(1.0, 3.0)}


def test_without_an_account_the_one_in_the_address_is_used():
    carrier = Carrier({URL + ".wav": (200, {}, WAV)})
    assert recordings(carrier, account="").fetch(URL) == WAV
    assert carrier.asked[0][1] == basic(ACCOUNT, "token")


def test_while_tokens_are_rotated_the_other_one_is_tried():
    carrier = Carrier(
        {
            URL + ".wav": lambda request: (
                (200, {}, WAV) if request.headers["Authorization"] == basic(ACCOUNT, "new") else (401, {}, b"")
            )
        }
    )
    assert recordings(carrier, ("old", "new")).fetch(URL) == WAV
    with pytest.raises(RecordingAway, match="IVR_TWILIO_AUTH_TOKEN"):
        recordings(carrier, ("old",)).fetch(URL)


def test_the_carriers_own_media_host_is_followed_without_credentials():
    carrier = Carrier({URL + ".wav": (307, {"Location": MEDIA}, b""), MEDIA: (200, {}, WAV)})
    assert recordings(carrier).fetch(URL) == WAV
    assert carrier.asked[1] == (MEDIA, "")


def test_a_password_file_of_the_machine_is_not_shown_to_the_media_host(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine media.us1.twilio.com login me password mine\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    carrier = Carrier({URL + ".wav": (307, {"Location": MEDIA}, b""), MEDIA: (200, {}, WAV)})
    recordings(carrier).fetch(URL)
    assert carrier.asked[1] == (MEDIA, "")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://media.twilio.com/x.wav",
        "https://twilio.com.evil.example/x.wav",
        "https://eviltwilio.com/x.wav",
        "https://169.254.169.254/latest/meta-data",
        "https://api.twilio.com@evil.example/x.wav",
        "https://evil.example\\.twilio.com/x.wav",
        "https://user:pw@media.twilio.com/x.wav",
        "https://media.twilio.com:8443/x.wav",
        "https://media.twilio.com:port/x.wav",
        "file:///etc/passwd",
        "//evil.example/x.wav",
    ],
)
def test_nowhere_else_is_followed(elsewhere):
    carrier = Carrier({URL + ".wav": (302, {"Location": elsewhere}, b"")})
    with pytest.raises(RecordingAway, match="sends us on"):
        recordings(carrier).fetch(URL)
    assert len(carrier.asked) == 1


def test_going_round_in_circles_ends():
    carrier = Carrier({URL + ".wav": (302, {"Location": MEDIA}, b""), MEDIA: (302, {"Location": MEDIA}, b"")})
    with pytest.raises(RecordingAway, match="302"):
        recordings(carrier).fetch(URL)
    assert len(carrier.asked) == 1 + rest.MOST_REDIRECTS


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http" + URL[5:],
        URL.replace("api.twilio.com", "evil.example"),
        URL.replace("api.twilio.com", "api.twilio.com.evil.example"),
        URL.replace("api.twilio.com", "api.twilio.com@evil.example"),
        URL.replace("api.twilio.com", "api.twilio.com:444"),
        URL + "/../../../Accounts",
        URL + "?x=",
        URL + "#",
        URL + "\n",
        f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Tokens.json",
        "file:///etc/passwd",
    ],
)
def test_what_is_not_a_recording_of_the_carrier_is_never_asked_for(url):
    carrier = Carrier({})
    with pytest.raises(RecordingGone):
        recordings(carrier).fetch(url)
    assert carrier.asked == []


@pytest.mark.parametrize(
    "root", ["https://api.dublin.ie1.twilio.com", "http://127.0.0.1:9000", "https://switch.internal"]
)
def test_recordings_are_also_where_the_rest_interface_is_said_to_be(root):
    there = URL.replace("https://api.twilio.com", root)
    media = f"{root}/media/x.wav"
    carrier = Carrier({there + ".wav": (307, {"Location": "/media/x.wav"}, b""), media: (200, {}, WAV)})
    assert recordings(carrier, root=root).fetch(there) == WAV
    recordings(carrier, root=root).delete(URL)
    assert carrier.asked == [
        (there + ".wav", basic(ACCOUNT, "token")),
        (media, ""),
        (URL + ".json", basic(ACCOUNT, "token")),
    ]
    with pytest.raises(RecordingGone):
        recordings(carrier).fetch(there)


@pytest.mark.parametrize("elsewhere", ["https://switch.internal.evil.example", "https://switch.internal:8443"])
def test_a_host_that_is_like_it_is_another(elsewhere):
    carrier = Carrier({})
    with pytest.raises(RecordingGone):
        recordings(carrier, root="https://switch.internal").fetch(URL.replace("https://api.twilio.com", elsewhere))
    assert carrier.asked == []


def test_what_the_carrier_no_longer_has_is_gone():
    with pytest.raises(RecordingGone):
        recordings(Carrier({})).fetch(URL)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, {}, WAV), "500"),
        ((200, {}, b"<html>not a sound</html>"), "no sound"),
        ((200, {}, b""), "no sound"),
        ((200, {}, WAV + b"\0" * rest.MOST_BYTES), "larger"),
    ],
)
def test_what_is_not_a_sound_of_a_fair_size_is_not_taken(answer, why):
    with pytest.raises(RecordingAway, match=why):
        recordings(Carrier({URL + ".wav": answer})).fetch(URL)


def test_a_sound_that_drips_in_is_given_up(monkeypatch):
    monkeypatch.setattr(rest, "ALL_SECONDS", -1.0)
    with pytest.raises(RecordingAway, match="slowly"):
        recordings(Carrier({URL + ".wav": (200, {}, WAV)})).fetch(URL)


def test_a_carrier_that_is_away_is_told_without_its_address():
    def away(_request):
        raise requests.ConnectionError(f"no way to {URL}")

    with pytest.raises(CarrierSilent) as told:
        recordings(Carrier({URL + ".wav": away})).fetch(URL)
    assert "twilio" not in str(told.value)
    with pytest.raises(CarrierSilent):
        recordings(Carrier({URL + ".json": away})).delete(URL)


def test_without_a_token_nothing_is_asked():
    carrier = Carrier({URL + ".wav": (200, {}, WAV)})
    with pytest.raises(RecordingAway):
        recordings(carrier, ()).fetch(URL)
    assert carrier.asked == []


@pytest.mark.parametrize("status", [204, 404, 410])
def test_a_recording_is_deleted_with_the_accounts_credentials(status):
    carrier = Carrier({URL + ".json": lambda request: (status if request.method == "DELETE" else 500, {}, b"")})
    recordings(carrier).delete(URL)
    assert carrier.asked == [(URL + ".json", basic(ACCOUNT, "token"))]


@pytest.mark.parametrize("status", [200, 301, 401, 429, 500])
def test_a_recording_that_is_not_deleted_is_told(status):
    with pytest.raises(RecordingAway):
        recordings(Carrier({URL + ".json": (status, {"Location": MEDIA}, b"")})).delete(URL)


@pytest.mark.parametrize("url", ["", "https://evil.example/x", URL + "/../..", URL.replace("https", "http")])
def test_nobody_else_is_asked_to_delete(url):
    carrier = Carrier({})
    recordings(carrier).delete(url)
    assert carrier.asked == []

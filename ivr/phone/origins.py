"""Where a call comes from: what the carrier tells about the caller, in the shapes seen in real life."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

PLACES = ("City", "State", "Zip", "Country")


@dataclass(frozen=True)
class Origin:
    """The caller's `number` as the carrier gives it (any text), and the parameters that come with it."""

    number: str
    extra: tuple[tuple[str, str], ...] = ()

    def telling(self, *extra: tuple[str, str]) -> "Origin":
        """The same caller with more parameters; a name may come again."""
        return replace(self, extra=self.extra + extra)


def hong_kong(number: str = "+85255501234") -> Origin:
    """A Hong Kong mobile: the geography is sent and empty, the country apart."""
    return Origin(number, tuple(_geography({"FromCountry": "HK", "CallerCountry": "HK", "ToCountry": "HK"})))


def american(number: str = "+14155550123") -> Origin:
    """A caller in the United States: all geography, name and attestation."""
    known = {
        "FromCity": "SAN FRANCISCO", "FromState": "CA", "FromZip": "94105", "FromCountry": "US",
        "CallerCity": "SAN FRANCISCO", "CallerState": "CA", "CallerZip": "94105", "CallerCountry": "US",
        "ToCountry": "HK", "CalledCountry": "HK",
    }  # fmt: skip
    stated = (("StirVerstat", "TN-Validation-Passed-A"), ("CallerName", "PUBLIC, JO"), ("CallToken", "eyJwYXJlbnQ"))
    return Origin(number, tuple(_geography(known))).telling(*stated)


def anonymous(number: str = "anonymous") -> Origin:
    """A caller who withholds the number; +266696687 is the carrier's older way of saying it."""
    return Origin(number, tuple(_geography({})))


def over_sip(number: str = "sip:jo@example.com:5060") -> Origin:
    """A caller on a SIP telephone, with the headers passed on."""
    return Origin(number, (("SipDomain", "example.com"), ("SipHeader_X-Tag", "a b&c=1"), ("SipCallId", "7@10.0.0.1")))


def client(number: str = "client:kiosk_07") -> Origin:
    """A caller in a browser or an application made with the carrier's kit."""
    return Origin(number, (("ApplicationSid", "AP" + "0" * 32),))


def forwarded(number: str = "+85255501234", by: str = "+85255509999") -> Origin:
    """A caller whose call another telephone passed on."""
    return hong_kong(number).telling(("ForwardedFrom", by), ("CalledVia", by))


def newfangled(number: str = "+85255501234") -> Origin:
    """A caller told about with parameters that nobody knows yet, some of them repeated or empty."""
    return hong_kong(number).telling(
        ("SomethingNew", "你好 %2F+&="), ("Repeated", "b"), ("Repeated", "a"), ("Repeated", "b"), ("Empty", "")
    )


ORIGINS = {
    "hong kong": hong_kong,
    "american": american,
    "anonymous": anonymous,
    "sip": over_sip,
    "client": client,
    "forwarded": forwarded,
    "newfangled": newfangled,
}


def _geography(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    for side in ("From", "To", "Caller", "Called"):
        for place in PLACES:
            yield f"{side}{place}", known.get(f"{side}{place}", "")

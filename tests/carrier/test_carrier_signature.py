"""The signature check against the carrier's published vectors and against its own library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.carrier.signature import SignatureCheck

COMMON = (("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("To", "+18005551212"))
REPEATED = (("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234"))


def _from(number: str) -> tuple[tuple[str, str], ...]:
    return (*COMMON, ("From", number), ("Caller", number))


VECTORS = [
    ("https://mycompany.com", _from("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://example.com", _from("+14158675310"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("https://mycompany.com", _from("+12349013030"), "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
    ("https://mycompany.com", REPEATED, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
]
URI = "/myapp.php?foo=1&bar=2"


class Fields:
    """A form with repeated names, as the library takes it."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __iter__(self):
        return iter(name for name, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def getlist(self, wanted: str) -> list[str]:
        return [value for name, value in self.pairs if name == wanted]


@pytest.mark.parametrize(("host", "pairs", "signature"), VECTORS)
def test_it_accepts_the_published_vectors(host, pairs, signature):
    assert SignatureCheck(host, ["12345"]).holds("POST", URI, pairs, signature)


@pytest.mark.parametrize(("host", "pairs", "signature"), VECTORS)
def test_it_refuses_the_vectors_once_anything_is_changed(host, pairs, signature):
    check = SignatureCheck(host, ["12345"])
    assert not check.holds("POST", URI + "1", pairs, signature)
    assert not check.holds("GET", URI, pairs, signature)
    assert not check.holds("POST", URI, pairs[:-1] if pairs is not REPEATED else pairs[:-3], signature)
    assert not check.holds("POST", URI, (*pairs, ("Extra", "")), signature)
    assert not check.holds("POST", URI, [(name.lower(), value) for name, value in pairs], signature)
    assert not SignatureCheck(host, ["12346"]).holds("POST", URI, pairs, signature)
    assert not SignatureCheck("https://evil.example", ["12345"]).holds("POST", URI, pairs, signature)


def test_the_order_of_fields_does_not_matter():
    host, pairs, signature = VECTORS[0]
    assert SignatureCheck(host, ["12345"]).holds("POST", URI, pairs[::-1], signature)


@pytest.mark.parametrize("header", [None, "", " ", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "é", "你好", "\udcff", "a" * 5000])
def test_a_missing_cut_or_strange_header_is_no_signature(header):
    host, pairs, _ = VECTORS[0]
    assert SignatureCheck(host, ["12345"]).holds("POST", URI, pairs, header) is False


def test_during_rotation_either_token_signs_and_afterwards_only_the_new_one():
    host, pairs, signature = VECTORS[0]
    assert SignatureCheck(host, ["new", "12345"]).holds("POST", URI, pairs, signature)
    assert SignatureCheck(host, ["12345", "new"]).holds("POST", URI, pairs, signature)
    assert not SignatureCheck(host, ["new"]).holds("POST", URI, pairs, signature)


@pytest.mark.parametrize("tokens", [[], [""], ["", ""]])
def test_without_a_token_nothing_is_accepted(tokens):
    signature = RequestValidator("").compute_signature("https://a.example/voice", {"A": "1"})
    assert not SignatureCheck("https://a.example", tokens).holds("POST", "/voice", [("A", "1")], signature)


@pytest.mark.parametrize("signed_as", ["https://h.example:8443", "https://h.example"])
def test_a_port_may_be_signed_or_left_out(signed_as):
    signature = RequestValidator("t").compute_signature(f"{signed_as}/a", {"A": "1"})
    assert SignatureCheck("https://h.example:8443", ["t"]).holds("POST", "/a", [("A", "1")], signature)


@pytest.mark.parametrize(
    "signed_as", ["https://IVR.Example.org", "https://ivr.example.org", "https://ivr.example.org:443"]
)
def test_a_host_in_capitals_may_be_signed_as_it_was_given_or_as_it_is_called(signed_as):
    signature = RequestValidator("t").compute_signature(f"{signed_as}/a", {"A": "1"})
    assert SignatureCheck("https://IVR.Example.org", ["t"]).holds("POST", "/a", [("A", "1")], signature)


def test_user_and_password_of_the_public_url_are_never_signed():
    signature = RequestValidator("t").compute_signature("https://h.example/a", {"A": "1"})
    assert SignatureCheck("https://user:pw@h.example", ["t"]).holds("POST", "/a", [("A", "1")], signature)


def test_an_address_of_version_six_is_signed_as_it_stands():
    signature = RequestValidator("t").compute_signature("http://[::1]:8000/a", {"A": "1"})
    assert SignatureCheck("http://[::1]:8000", ["t"]).holds("POST", "/a", [("A", "1")], signature)


@pytest.mark.parametrize("target", ["https://evil.example/a?b=1", "HTTP://h.example:99/a?b=1"])
def test_the_host_of_an_absolute_request_target_has_no_say(target):
    signature = RequestValidator("t").compute_signature("https://h.example/a?b=1", {"A": "1"})
    assert SignatureCheck("https://h.example", ["t"]).holds("POST", target, [("A", "1")], signature)


@pytest.mark.parametrize("target", ["", "*", "a", "evil.example/a", "/你好", "http://evil.example", "httpx"])
def test_a_target_that_is_no_path_is_never_signed(target):
    signature = RequestValidator("t").compute_signature("https://h.example" + target, {"A": "1"})
    assert not SignatureCheck("https://h.example", ["t"]).holds("POST", target, [("A", "1")], signature)


def test_escapes_in_the_path_are_signed_as_received():
    signature = RequestValidator("t").compute_signature("https://h.example/%E4%BD%A0%7E%2Fx?a=%2F", {"A": "1"})
    check = SignatureCheck("https://h.example", ["t"])
    assert check.holds("POST", "/%E4%BD%A0%7E%2Fx?a=%2F", [("A", "1")], signature)
    assert not check.holds("POST", "/你~/x?a=/", [("A", "1")], signature)


@pytest.mark.parametrize("method", ["HEAD", "PUT", "OPTIONS", "get", ""])
def test_a_carrier_only_gets_and_posts(method):
    signature = RequestValidator("t").compute_signature("https://h.example/a", {})
    assert SignatureCheck("https://h.example", ["t"]).holds("GET", "/a", [], signature)
    assert not SignatureCheck("https://h.example", ["t"]).holds(method, "/a", [], signature)


def test_a_captured_get_cannot_be_sent_again_as_a_post():
    signature = RequestValidator("t").compute_signature("https://h.example/a?CallSid=CA1", {})
    assert not SignatureCheck("https://h.example", ["t"]).holds("POST", "/a?CallSid=CA1", [], signature)


names = st.text(max_size=4) | st.sampled_from(["Digits", "A", "AB", "digits"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
forms = st.lists(st.tuples(names.filter(str.isprintable), texts), min_size=1, max_size=6)
paths = st.text("abcAZ09/_.~%-;!$'()*+,:@[]\\^|{}\"<> ", max_size=12)
queries = st.text("abcAZ09/_.~%-;=&?+,:#@[]", max_size=12)
hosts = st.sampled_from(["h.example", "h.example:8443", "h.example:443", "h.example:80", "127.0.0.1:8000"])
prefixes = st.sampled_from(["", "", "/ivr", "/ivr/two"])


@given(st.sampled_from(["http", "https"]), hosts, prefixes, paths, queries, forms)
def test_it_agrees_with_the_library_on_any_request(scheme, host, prefix, path, query, pairs):
    root = f"{scheme}://{host}{prefix}"
    bare = f"{scheme}://{host.partition(':')[0]}{prefix}"
    target = f"/{path}" + (f"?{query}" if query else "")
    library = RequestValidator("token")
    check = SignatureCheck(root, ["token"])
    for base in (root, bare, bare.replace("h.example", f"h.example:{80 if scheme == 'http' else 443}")):
        for url in (base + target, (base + target).partition("#")[0]):
            signature = library.compute_signature(url, Fields(pairs))
            agreed = library.validate(root + target, Fields(pairs), signature)
            assert check.holds("POST", target, pairs, signature) == agreed
            signature = library.compute_signature(url, {})
            assert check.holds("GET", target, pairs, signature) == library.validate(root + target, {}, signature)

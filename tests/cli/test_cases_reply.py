"""`ivr cases reply`: sent from the outbox as the desk does, or refused with the reason."""

import re

import pytest

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.app.telephone import line_into
from ivr.cli.opening import opened
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.outbox.listing import list_outbox


@pytest.fixture
def reference(served):
    """The reference of a complaint that was left by somebody who wants to be rung back."""
    installation = open_installation(load_settings())
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    telephone = Telephone(line, new_call("+85222200101", hong_kong("+85255501234")))
    telephone.ring()
    for act in parse_script("3,4,1,record:3,3,1,hangup"):
        perform(telephone, act)
    installation.database.close()
    return re.search(r"[0-9]{10}", served("cases", "list").output)[0]


def test_words_go_into_the_outbox_and_the_case_says_so(served, reference):
    done = served("cases", "reply", reference, "--by", "text", "--say", "It was paid.", "--author", "wong")
    assert done.exit_code == 0, done.output
    installation = opened()
    (waiting,) = list_outbox(installation.database)
    installation.database.close()
    assert (waiting.way, waiting.state, waiting.about) == ("sms", "waiting", "reply to a case")
    told = served("cases", "show", reference).output
    assert "wong sent a reply: It was paid., sms, +852 5550 ••••" in told
    assert "[waiting]" in told


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--by", "mail", "--to", "a@example.org", "--say", "x"), "has not set up mail"),
        (("--by", "text", "--say", "x" * 601), "at most 600 characters"),
        (("--by", "text", "--say", " "), "what the caller is told"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(served, reference, more, why):
    done = served("cases", "reply", reference, *more)
    assert done.exit_code == 2
    assert why in done.output


def test_a_reference_of_no_case_is_none(served):
    assert "no one open case has the reference" in str(served("cases", "reply", "1234567890", "--by", "text").exception)

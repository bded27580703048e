"""The complaint of the desk's tests, and what is done to it."""

from dataclasses import replace

from pydantic import SecretStr

from ivr.settings.destinations import Destinations
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.cases.work import CaseWork
from ivr.web.desk.frame.desk import EXTENSION

ME, OTHER = "supervisor@transport.example", "supervisor@water.example"
NASTY = '=HYPERLINK("http://x.example","x")<script>alert(1)</script>\u202e"\' onfocus=alert(1) {{7*7}}'


def complaint(desk):
    """The complaint to transport."""
    return cases_of_call(desk.installation.database, desk.calls["complaint"])[0]


def page_of(case):
    return f"/desk/cases/{case.call_sid}/{case.turn}"


def send(client, case, deed, version=None, **fields):
    form = {"version": case.version if version is None else version, **fields}
    return client.post(f"{page_of(case)}/{deed}", form)


def history(desk):
    return CaseWork(desk.installation.database).history(complaint(desk).key)


def hand_over(desk, client, version=None):
    return send(client, complaint(desk), "hand-over", version, department="water", department_why="it is about a pipe")


def set_up(desk, **more):
    """The desk with every way out set up, or some of them otherwise."""
    its = desk.app.extensions[EXTENSION]
    ways = {
        "sms_from": "+85222200101",
        "twilio_account_sid": "AC" + "1" * 32,
        "whence": {},
        "public_url": "https://ivr.example.org",
        "smtp_url": SecretStr("smtp://mail.example.org"),
        "mail_from": "hotline@example.gov.hk",
        "send_to": Destinations(("+852", "example.org")).entries,
    }
    desk.app.extensions[EXTENSION] = replace(its, settings=its.settings.model_copy(update=ways | more))

"""The way from outside: the public address, its certificate, proxies, and a call over it."""

import secrets
import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from ivr.carrier.carriers import CARRIERS
from ivr.doctor.diagnosis import Diagnosis, good, in_demo, needless, not_asked, unknown, warning, wrong
from ivr.doctor.premises import Premises
from ivr.doctor.trial_call import plainly
from ivr.errors import EditionMissing, PhoneFault, StorageAway
from ivr.journal.entry import TRIAL
from ivr.phone.origins import anonymous
from ivr.phone.parameters import call_params
from ivr.phone.state import new_call
from ivr.storage.traffic.webhooks import webhooks_of
from ivr.translation import said

PATIENCE = 5.0
SOON, TOO_SOON = timedelta(days=21), timedelta(days=3)
STALE = timedelta(hours=2)


def address(premises: Premises) -> Diagnosis:
    """Whether the public address is reached from here, and takes what is signed."""
    line, number = premises.line, "+0"
    params = call_params(
        new_call(number, anonymous(), call_sid=TRIAL + secrets.token_hex(16)),
        line.account_sid,
        "queued",
        carrier=line.carrier,
    )
    try:
        reply = line.ask("POST", f"{line.url}/voice/status", params)
    except PhoneFault as fault:
        return wrong(
            said("{url} is not reached from this machine: {fault}", url=line.url, fault=plainly(fault)),
            said("Start the server (ivr serve), see that DNS, firewall and proxy lead to it, or mend IVR_PUBLIC_URL."),
        )
    if reply.reply.status == 204:
        return good(said("{url} is reached from this machine, and a signed request is accepted.", url=line.url))
    if reply.reply.status == 403:
        return wrong(
            said("{url} refuses a signed request.", url=line.url),
            said(
                "IVR_PUBLIC_URL and {token} must be the same here, for the server and at the carrier; "
                "restart the server after a change.",
                token=CARRIERS[premises.settings.carrier].signing_setting,
            ),
        )
    return wrong(
        said(
            "{url} answers a notice of the carrier with status {status}, not 204.",
            url=line.url,
            status=reply.reply.status,
        ),
        said("See that the proxy passes /voice/ on to this server, as docs/operators/proxy.md shows."),
    )


def line(premises: Premises) -> Diagnosis:
    """Whether a call over the public address is answered, by this installation."""
    try:
        first = premises.hotlines()[:1]
    except EditionMissing as missing:
        return wrong(said("There is nothing to ring: {why}", why=str(missing)), said("ivr publish"))
    (made,) = premises.try_lines(first)
    if made.why:
        return wrong(
            said("A call to {hotline} over the public address failed. {why}", hotline=made.hotline, why=made.why),
            said(
                "ivr watch rings again; ivr call {hotline} --url {url} tells more.",
                hotline=made.hotline,
                url=premises.line.url,
            ),
        )
    told = {"hotline": made.hotline, "seconds": f"{made.seconds:.1f}"}
    return good(said("A call to {hotline} over the public address was answered twice in {seconds} seconds.", **told))


def trial_calls(premises: Premises) -> Diagnosis:
    """How the calls went with which the scheduler tries every line once an hour."""
    made = premises.kept.trials()
    if not made:
        return unknown(said("No line was tried yet."), said("ivr scheduler does so every hour; ivr watch does it now."))
    last = max(each.at for each in made)
    told = {"count": len(made), "time": premises.by_the_sites_clock(last)}
    if failed := [each for each in made if each.why]:
        names = ", ".join(each.hotline for each in failed)
        return wrong(
            said("Lines that did not answer at {time}: {hotlines}. {why}", hotlines=names, why=failed[0].why, **told),
            said("Mend what is wrong above; ivr watch rings them again."),
        )
    if premises.now() - last > STALE:
        return warning(
            said("Every line answered, but that was at {time}.", **told),
            said("ivr scheduler must run: ivr serve starts it."),
        )
    return good(said("Lines that answered at {time}: {count}, which is all that were rung.", **told))


def certificate(premises: Premises) -> Diagnosis:
    """For how many days the certificate of the public address still holds."""
    url = urlsplit(premises.settings.public_url)
    if url.scheme != "https":
        return in_demo() if premises.is_demo else needless(said("IVR_PUBLIC_URL is within this machine, without TLS."))
    try:
        until = _holds_until(url.hostname or "", url.port or 443)
    except ssl.SSLCertVerificationError as error:
        return wrong(
            said("The certificate of {host} is not accepted: {why}", host=url.hostname, why=error.verify_message),
            said("Renew it, and give the proxy the whole chain, such as fullchain.pem; then reload the proxy."),
        )
    except OSError as error:
        return unknown(
            said("{host} shows no certificate: {why}", host=url.hostname, why=str(error) or type(error).__name__)
        )
    left = until - datetime.now(UTC)
    why = said("The certificate of {host} holds for {days} more days.", host=url.hostname, days=left.days)
    if left > SOON:
        return good(why)
    return (wrong if left < TOO_SOON else warning)(why, said("Renew it (certbot renew), and reload the proxy."))


def _holds_until(host: str, port: int) -> datetime:
    """Until when the certificate that is shown there holds. Raises OSError, of which ssl's errors are a kind."""
    from requests.utils import DEFAULT_CA_BUNDLE_PATH  # the authorities that carriers trust too

    trusted = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        trusted.wrap_socket(plain, server_hostname=host) as encrypted,
    ):
        shown = encrypted.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)


def proxies(premises: Premises) -> Diagnosis:
    """Whether as many proxies as are set told where visitors came from."""
    settings = premises.settings
    if premises.is_demo:
        return in_demo()
    try:
        faults = webhooks_of(premises.database, premises.now().astimezone(premises.shelf.zone())).faults
    except StorageAway:
        return not_asked()
    remedy = said("Set IVR_PROXIES to how many proxies of yours a request passes, as docs/operators/proxy.md shows.")
    if told := next((each for each in faults if each.fault == "proxies"), None):
        return warning(
            said("Sign-ins today that came by another number of proxies: {count}.", count=told.count), remedy
        )
    if settings.public_url.startswith("https:") and not settings.proxies:
        return warning(
            said("IVR_PROXIES is 0 and X-Forwarded-For is not believed, yet something before the server ends TLS."),
            remedy,
        )
    why = said(
        "Where visitors come from is told by the last {count} proxies (X-Forwarded-For); nothing else is believed.",
        count=settings.proxies,
    )
    return good(why)

"""What callers meet, who does what happens later, and who may look after it."""

from ivr.doctor.diagnosis import Diagnosis, good, needless, not_asked, nothing_served, warning, wrong
from ivr.doctor.premises import Premises
from ivr.doctor.voices import of_voices
from ivr.errors import EditionMissing, StorageAway
from ivr.settings import unread
from ivr.storage.people.accounts import EVERY, list_accounts
from ivr.translation import said
from ivr.words.telephones import exists, is_emergency

PUBLISH = said("ivr check says what is wrong; ivr publish publishes what is good.")


def settings(premises: Premises) -> Diagnosis:
    """Whether all that was given is known, and nothing that a service needs is left to chance."""
    given = premises.settings
    if foreign := unread(given):
        return warning(
            said("No setting is called: {names}.", names=", ".join(foreign)),
            said("ivr settings lists them; mend or delete it."),
        )
    if not premises.is_demo and not given.hash_key.get_secret_value():
        return warning(
            said("IVR_HASH_KEY is not set: with another IVR_SECRET_KEY, what callers entered in private is not read."),
            said("Set IVR_HASH_KEY to the present IVR_SECRET_KEY before you change that one."),
        )
    if premises.is_demo:
        return good(said("They make sense. Mode: demo; secrets that are not set are made up."))
    return good(said("They make sense. Mode: production."))


def edition(premises: Premises) -> Diagnosis:
    """Which one is served, and what waits to be."""
    shelf = premises.shelf
    try:
        served = shelf.current().hash[:12]
    except EditionMissing as missing:
        return wrong(said("Callers hear that the hotline is not open yet: {why}", why=str(missing)), PUBLISH)
    if shelf.not_served:
        told = {"edition": served, "why": shelf.not_served}
        return wrong(
            said("{edition} is served, and not what was published last: {why}", **told),
            said("Publish it again (ivr publish), or go back to one that is kept (ivr rollback)."),
        )
    since, problems = premises.refused_folder()
    if since:
        return warning(
            said("{edition} is served; the saved menus have problems: {count}.", edition=served, count=len(problems)),
            PUBLISH,
        )
    return _waiting(premises, served)


def _waiting(premises: Premises, served: str) -> Diagnosis:
    try:
        proposals = [each for each in premises.shelf.approvals.latest() if each.state == "open"]
        planned = [each for each in premises.shelf.history() if each.waits(premises.shelf.clock())]
    except StorageAway:
        return good(said("{edition} is served.", edition=served))
    if proposals:
        told = {"edition": served, "waits": proposals[0].edition[:12], "author": proposals[0].author}
        return warning(
            said("{edition} is served; {waits} of {author} waits for a second person.", **told),
            said("ivr approve {waits}, or at the desk under Menus", waits=proposals[0].edition[:12]),
        )
    if planned:
        begins = min(each.start for each in planned).astimezone(premises.shelf.zone())
        return good(
            said("{edition} is served, another from {time} on.", edition=served, time=f"{begins:%Y-%m-%d %H:%M}")
        )
    return good(said("{edition} is served, and none waits.", edition=served))


def copies(premises: Premises) -> Diagnosis:
    """Whether the edition served and its recordings are on this disk, for when the database is away."""
    disk = premises.shelf.disk
    try:
        served = premises.shelf.current()
    except EditionMissing:
        return nothing_served()
    paths = [disk.edition_path(served.hash), *map(disk.recording_path, set(served.recordings.values()))]
    if missing_files := sum(not path.exists() for path in paths):
        return warning(
            said("Files of the edition served that this disk has not taken yet: {count}.", count=missing_files),
            said("Make room on the disk of {folder}; the server writes them then.", folder=premises.settings.state),
        )
    return good(said("The edition served is on this disk with its recordings: calls go on while the database is away."))


def voices(premises: Premises) -> Diagnosis:
    """Whether each language has a voice that the carrier is known to have for it."""
    try:
        edition = premises.shelf.current()
    except EditionMissing:
        return nothing_served()
    silent = next((found for _, found in of_voices(edition) if found.state == "wrong"), None)
    names = ", ".join(each.voice for each in edition.languages.values())
    return silent or good(said("Each language has a voice that the carrier has for it: {voices}.", voices=names))


def officers(premises: Premises) -> Diagnosis:
    """Whether there are officers, with numbers that exist and that are no hotline's own."""
    try:
        served = premises.shelf.current()
    except EditionMissing:
        return nothing_served()
    remedy = said("Mend the numbers of officers in flows.yaml, and publish.")
    if not served.officers:
        return good(said("The site has no officers; callers are told so."))
    rung = {number: each.name for each in served.officers.values() for number in each.numbers}
    own = {line.number for line in served.hotlines.values()}
    if found := sorted(set(rung) & own):
        return wrong(
            said(
                "Officers have the number of a hotline, which would ring itself: {numbers}.", numbers=", ".join(found)
            ),
            remedy,
        )
    country = served.home.country
    bad = [
        number for number in rung if is_emergency(number, country) or (number.startswith("+") and not exists(number))
    ]
    if bad and premises.is_demo:
        return needless(said("In demo mode no officer is rung."))
    if bad:
        return warning(
            said("Numbers of officers that no numbering plan has: {numbers}.", numbers=", ".join(sorted(bad))), remedy
        )
    return good(
        said(
            "Numbers of officers: {count}. All are possible; whether somebody answers, only a call tells.",
            count=len(rung),
        )
    )


def people(premises: Premises) -> Diagnosis:
    """Whether somebody may look after the desk, and somebody may publish."""
    try:
        accounts = [each for each in list_accounts(premises.database) if each.disabled_at is None]
    except StorageAway:
        return not_asked()
    roles = {grant for each in accounts for grant in each.grants}
    if not any(grant.role == "administrator" and grant.department == EVERY for grant in roles):
        return warning(
            said("Nobody may see to users and the system at the desk."),
            said("ivr user add EMAIL --role administrator"),
        )
    if not any(grant.role == "editor" for grant in roles):
        return warning(
            said("Nobody may publish at the desk; ivr publish is the only way."),
            said("ivr user add EMAIL --role editor"),
        )
    return good(
        said(
            "Accounts in use at the desk: {count}, with somebody to look after it and somebody to publish.",
            count=len(accounts),
        )
    )


def scheduler(premises: Premises) -> Diagnosis:
    """Whether the scheduler of this machine is at work, and what it could not do."""
    record, now = premises.jobs.read(), premises.now()
    start = said("ivr serve starts it beside its workers; where another server serves, run: ivr scheduler")
    if record is None:
        return wrong(said("Nothing tells that it ever ran on this machine."), start)
    told = {"time": premises.by_the_sites_clock(record.at)}
    if record.is_silent(now):
        return wrong(said("It was last at work at {time}.", **told), start)
    if late := [job.name for job in record.jobs if job.is_late(now)]:
        return wrong(
            said("It is at work, but these hang: {jobs}.", jobs=", ".join(late)),
            said("Restart it; the log says what it waits for."),
        )
    if failed := next((job for job in record.jobs if job.why), None):
        return warning(
            said("It is at work, but cannot do this now: {job}. {why}", job=failed.name, why=failed.why),
            said("The log says since when; ivr doctor --tasks lists every task."),
        )
    return good(
        said(
            "It is at work: {count} tasks, all done when they were due last, the record is of {time}.",
            count=len(record.jobs),
            **told,
        )
    )

"""Where calls are kept: the database and its revision, the spool, what was published, what is deleted by rule."""

from datetime import timedelta

from ivr.doctor.diagnosis import Diagnosis, good, in_demo, not_asked, told_by, warning, wrong
from ivr.doctor.premises import Premises
from ivr.errors import StorageAway
from ivr.storage.database.condition import condition, try_writing
from ivr.storage.database.schema import check_schema
from ivr.storage.database.transactions import TableMissing
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.storage.traffic.webhooks import webhooks_of
from ivr.translation import said

PURGED_WITHIN = timedelta(days=8)
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
RULES = ("keep_recordings", "keep_numbers", "keep_calls", "keep_filed", "keep_sent")


def database(premises: Premises) -> Diagnosis:
    """Whether it answers, and takes a write."""
    name = premises.database.name
    try:
        found = condition(premises.database)
        try_writing(premises.database)
    except TableMissing as missing:
        return wrong(told_by(missing), said("ivr db upgrade"))
    except StorageAway as away:
        return wrong(
            told_by(away),
            said("Start the database, and see that IVR_DATABASE_URL leads to it; ivr db upgrade makes a SQLite file."),
        )
    told = {"name": name, "kind": KINDS[found.kind], "version": found.version}
    return good(said("{name} answers and takes writes: {kind} {version}.", **told))


def revision(premises: Premises) -> Diagnosis:
    """Whether its tables are those that this program needs."""
    try:
        check_schema(premises.database)
    except StorageAway as away:
        outdated = isinstance(away, TableMissing) or _answers(premises)
        return wrong(told_by(away), said("ivr db upgrade")) if outdated else not_asked()
    return good(said("Its tables are those that this program needs."))


def _answers(premises: Premises) -> bool:
    try:
        condition(premises.database)
    except StorageAway:
        return False
    return True


def spool(premises: Premises) -> Diagnosis:
    """Whether the disk takes turns of calls when the database does not, and what waits there."""
    if why := premises.spool.refuses():
        return wrong(
            said("The disk takes nothing: {why}", why=why),
            said(
                "Make room on the disk of {folder}, and let the server's user write there.",
                folder=premises.settings.state,
            ),
        )
    try:
        waiting, broken = len(premises.spool.waiting()), len(premises.spool.set_aside_files())
    except OSError as error:
        return wrong(
            said("The disk takes nothing: {why}", why=str(error)),
            said("chown -R USER {folder}", folder=premises.spool.folder),
        )
    if broken:
        return warning(
            said("Steps of calls that could not be loaded and were set aside: {count}.", count=broken),
            said("Keep the files {folder}/*.broken and report them.", folder=premises.spool.folder),
        )
    if waiting:
        return warning(
            said("Steps of calls that wait on the disk until the database takes them: {count}.", count=waiting),
            said("They load by themselves within seconds of its return; ivr spool load loads them now."),
        )
    return good(said("The disk takes turns of calls, and none waits there."))


def log_only(premises: Premises) -> Diagnosis:
    """Whether there are steps of calls that only the log has."""
    try:
        faults = webhooks_of(premises.database, premises.now().astimezone(premises.shelf.zone())).faults
    except StorageAway:
        return not_asked()
    if told := next((each for each in faults if each.fault == "unkept"), None):
        return warning(
            said("Steps of calls that only the log could keep today: {count}.", count=told.count),
            said("ivr spool load --log FILE, as often as you like"),
        )
    return good(said("Today nothing had to be left to the log."))


def purge(premises: Premises) -> Diagnosis:
    """What is deleted by rule, and whether it is."""
    rules = {name: days for name in RULES if (days := getattr(premises.settings, name)) is not None}
    if not rules:
        if premises.is_demo:
            return in_demo()
        return warning(
            said("Nothing is ever deleted: recordings, numbers and calls are kept for good."),
            said(
                "Set IVR_KEEP_RECORDINGS, IVR_KEEP_NUMBERS and IVR_KEEP_CALLS to days, and run ivr purge every night."
            ),
        )
    told = ", ".join(f"IVR_{name.upper()}={days}" for name, days in rules.items())
    try:
        last = next(
            iter(list_audit(premises.database, AuditFilters(action="purged", subject="by rule", limit=1))), None
        )
    except StorageAway:
        return not_asked()
    remedy = said("Run ivr purge every night, by cron or a timer of systemd.")
    if last is None:
        return warning(said("{rules} are set, and ivr purge has never run.", rules=told), remedy)
    if premises.now() - last.at > PURGED_WITHIN:
        return warning(
            said("{rules} are set, and ivr purge ran last at {time}.", rules=told, time=f"{last.at:%Y-%m-%d}"), remedy
        )
    return good(said("{rules}; ivr purge ran last at {time}.", rules=told, time=f"{last.at:%Y-%m-%d}"))

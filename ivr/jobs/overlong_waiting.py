"""Messages that nobody has seen to in time become cases, where their menu says so."""

from datetime import datetime

from ivr.errors import WorkConflict
from ivr.logs import logger
from ivr.storage.database.transactions import Database
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.messages.work import BY_RULE, MessageWork

log = logger(__name__)
AT_A_TIME = 100


def make_cases_of_messages(database: Database, work: MessageWork, now: datetime) -> int:
    """Make a case of each message that has waited too long; how many. Raises StorageAway.

    What an officer does to one at the same moment goes before.
    """
    waiting = list_desk_messages(database, MessageFilters(state="waiting", becomes_by=now, limit=AT_A_TIME))
    made = 0
    for message in waiting:
        try:
            work.make_case(message.key, message.version, BY_RULE, message.becomes)
        except WorkConflict as why:
            log.info("a message is not made a case by rule", call_sid=message.call_sid, why=str(why))
        else:
            made += 1
    return made

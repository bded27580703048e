"""References of cases: ten digits, the last one a check digit, the same whenever the same turn asks."""

import hashlib
import hmac

from sqlalchemy import bindparam, or_, select
from stdnum import damm

from ivr.errors import StorageAway
from ivr.storage.cases.tables import cases
from ivr.storage.database.transactions import Database

ATTEMPTS = 8
SMALLEST, COUNT = 100_000_000, 900_000_000  # nine digits, the first one not 0


class CaseReferences:
    """Gives cases references made of the call and the turn with a secret `key`, so that nobody can guess one.

    While the database is away a reference may be another case's too, once in about `900 million / cases`; that is
    why the turn, and not the reference, is what is unique.
    """

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def reference_for(self, call_sid: str, turn: int) -> str:
        """The reference of the case this turn opens; one that no other case has, if the database can be asked."""
        made = [self._make(call_sid, turn, attempt) for attempt in range(ATTEMPTS)]
        try:
            with self._database.reading() as connection:
                found = connection.execute(_TAKEN, {"sid": call_sid, "number": turn, "made": made}).all()
        except StorageAway:
            return made[0]
        mine = next((row.reference for row in found if (row.call_sid, row.turn) == (call_sid, turn)), None)
        taken = {row.reference for row in found}
        return mine or next((reference for reference in made if reference not in taken), made[0])

    def _make(self, call_sid: str, turn: int, attempt: int) -> str:
        words = f"{call_sid}|{turn}|{attempt}".encode("utf-8", "surrogatepass")
        digest = hmac.digest(self._key, words, hashlib.sha256)
        number = str(SMALLEST + int.from_bytes(digest[:16]) % COUNT)
        return number + damm.calc_check_digit(number)


_TAKEN = select(cases.c.reference, cases.c.call_sid, cases.c.turn).where(
    or_(
        cases.c.reference.in_(bindparam("made", expanding=True)),
        (cases.c.call_sid == bindparam("sid")) & (cases.c.turn == bindparam("number")),
    )
)

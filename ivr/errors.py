"""The errors this project raises on purpose, in one tree.

IvrError                  anything the reader of the message can put right
├── SettingsRefused       a setting is missing or makes no sense
├── SiteRefused           the menus have problems and nothing can be served
├── CheckUnfinished       the check of a site took too long, or broke off; nothing is known of it
├── EditionMissing        no edition is kept under that hash
├── PublishingRefused     who asked may not publish this, or not now; nothing was changed
├── ClosureRefused        a closure or notice makes no sense; nothing was changed
├── NuisanceRefused       a number cannot be limited so, or is not limited; nothing was changed
├── CorrectionRefused     what is kept of somebody cannot be corrected so; nothing was changed
├── StorageAway           the database cannot be reached, or not in time
│   └── QueryRefused      or answers, and a table's own query is what must be mended
├── CopyRefused           a database was not copied into another; nothing was kept there
├── BackupRefused         a backup was not written, or cannot be restored here; nothing was changed
├── TableRefused          a table was not imported; nothing was changed
├── ImportRefused         a file of another system cannot be read at all; nothing was written
├── TextsRefused          a translator's file cannot be read, or its texts cannot be written; nothing was changed
├── SoundRefused          a sound cannot be read, converted or spoken here
├── WorkConflict          somebody else changed this case or message meanwhile; nothing was changed
├── RecordMissing         no call or case of that name is on record
├── RecordingAway         a caller's recording cannot be had from the carrier now
│   ├── CarrierSilent     for it does not answer at all
│   ├── RecordingGone     and will not be had later: it is there no more, or never was
│   └── RecordingTooLarge and is too large to be fetched at all
├── TranscriptFailed      a machine did not write down a recording
├── CarrierFault          the carrier did not say that it has done what it was asked over its REST interface
│   ├── CarrierRefused    it does not do that: asked the same again, it would say the same
│   ├── CarrierAway       it cannot be reached or has no time, and did nothing; it may be asked again later
│   └── CarrierUnclear    it may have done it all the same: no answer came back, or none that says
├── AccountRefused        an account cannot be made, found or changed so
├── SignInRefused         an identity provider does not answer, or what it says of somebody lets nobody in
├── TokenRefused          a call token was forged, cut or made with another key
└── PhoneFault            a hotline answered something no carrier would accept

A mistake in a menu file is not an exception but a value: `authoring.problems.Problem`.
"""


class IvrError(Exception):
    """Anything whose message tells its reader what to do."""


class SettingsRefused(IvrError):
    """A setting is missing or makes no sense."""


class SiteRefused(IvrError):
    """The menus have problems and nothing can be served."""


class CheckUnfinished(IvrError):
    """The check of a site took too long, or broke off; nothing is known of it."""


class EditionMissing(IvrError):
    """No edition is kept under that hash."""


class PublishingRefused(IvrError):
    """Who asked may not publish this, or not now; nothing was changed."""


class ClosureRefused(IvrError):
    """A closure or notice makes no sense; nothing was changed."""


class NuisanceRefused(IvrError):
    """A number cannot be limited so, or is not limited; why, in words that can be told in another language."""


class CorrectionRefused(IvrError):
    """What is kept cannot be corrected so; why, in words that can be told in another language."""


class StorageAway(IvrError):
    """The database cannot be reached, or not in time."""


class QueryRefused(StorageAway):
    """A department's database answers, and the query of one table is what must be mended.

    `column` is one that the table declares, and `why` says what is wrong with its values, empty where the query does
    not give it; without a column the query as a whole is refused.
    """

    def __init__(self, table: str, why: str, column: str = "") -> None:
        of_column = f"gives, for {column}: {why}" if why else f"gives no column {column}"
        super().__init__(f"the query of {table} {of_column if column else f'is refused: {why}'}")
        self.why, self.column = why, column


class CopyRefused(IvrError):
    """A database was not copied into another; nothing was kept there."""


class BackupRefused(IvrError):
    """A backup was not written, or cannot be restored here; nothing was changed."""


class TableRefused(IvrError):
    """A table was not imported; nothing was changed."""


class ImportRefused(IvrError):
    """A file of another system cannot be read at all; nothing was written."""


class TextsRefused(IvrError):
    """A translator's file cannot be read, or its texts cannot be written; nothing was changed."""


class SoundRefused(IvrError):
    """A sound cannot be read, converted or spoken here."""


class WorkConflict(IvrError):
    """Somebody else changed this case, message or row meanwhile; nothing was changed. `version` is the present one."""

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


class RecordMissing(IvrError):
    """No call or case of that name is on record."""


class RecordingAway(IvrError):
    """A caller's recording cannot be had from the carrier now."""


class CarrierSilent(RecordingAway):
    """The carrier does not answer at all, whatever recording it is asked for."""


class RecordingComing(RecordingAway):
    """A caller's recording is being fetched from the carrier, and will be here in a moment."""


class RecordingGone(RecordingAway):
    """A caller's recording is not with the carrier any more, or never was."""


class RecordingTooLarge(RecordingAway):
    """A caller's recording is larger than any message can be."""


class TranscriptFailed(IvrError):
    """A machine did not write down a recording; why, without a word of what it heard."""


class CarrierFault(IvrError):
    """The carrier did not say that it has done what it was asked over its REST interface."""


class CarrierRefused(CarrierFault):
    """The carrier does not do that; asked the same again, it would say the same. `code` is its own, 0 for none."""

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class CarrierAway(CarrierFault):
    """The carrier cannot be reached or has no time, and did nothing. `seconds` is how long it wants to be left alone.

    They are 0 where it says nothing of that.
    """

    def __init__(self, message: str, seconds: int = 0) -> None:
        super().__init__(message)
        self.seconds = seconds


class CarrierUnclear(CarrierFault):
    """The carrier may have done it all the same: no answer came back, or none that says."""


class SendingFailed(IvrError):
    """Something cannot be sent now; the next attempt may succeed."""


class SendingUnclear(IvrError):
    """Something may have been sent, and another attempt might bring it a second time."""


class SendingRefused(IvrError):
    """Something will not be taken as it is, or may not be sent there; no attempt will succeed."""


class AccountRefused(IvrError):
    """An account cannot be made, found or changed so."""


class SignInRefused(IvrError):
    """An identity provider does not answer, or what it says of somebody lets nobody in."""


class TokenRefused(IvrError):
    """A call token was forged, cut or made with another key."""


class PhoneFault(IvrError):
    """A hotline answered something no carrier would accept."""

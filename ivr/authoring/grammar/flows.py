"""What `flows.yaml` may say: the site, its languages, hotlines, calendars and officers.

```yaml
version: 1
site: {yue: 市政查詢熱線, cmn: 市政查询热线, en: City enquiry line}
country: HK                # HK unless written
currency: HKD              # the country's own unless written
call_back_abroad: [MO, CN] # none unless written
zone: Asia/Hong_Kong
languages:                 # in the order callers hear them
  yue: {key: 1, name: 廣東話, say: yue-HK, voice: Google.yue-HK-Standard-A}
  en: {key: 3, name: English, say: en-GB, voice: Polly.Amy-Neural, speech: en-GB}
keys: {0: officer, star: back, hash: repeat, 9: main}
tries: {silence: 3, wrong: 3, then: officer, wait: 6}
hotlines:
  transport: {number: +852 2220 0101, title: {yue: 運輸署, en: Transport}, start: transport}
calendars:
  office: {monday-friday: "09:00-13:00, 14:00-17:30", holidays: closed}
  emergency: always
officers:
  counter: {title: {yue: 職員, en: staff}, numbers: [+852 2220 0111], ring: in order, seconds: 20, hours: office}
alerts:
  duty: {email: duty@example.gov.hk, language: yue, about: [messages, complaints, overdue], when: office}
service: {profiles: [house, ireland], strict: yes, abbreviations: [HKID]}
publishing: {approval: two people, editors: {site: [wong, lee], transport: [chan]}}
```

- `country` (its code of ISO 3166) decides how telephone numbers are read and said, which need no country code, and
  whose general holidays the calendars keep; `currency` (ISO 4217) is the money of the site. Callers are rung back at
  numbers of the country, and of those in `call_back_abroad`, whose calls may cost more
- `languages`: the key that chooses each, its name, and the carrier's names for the language spoken and the voice;
  `speech` is the carrier's name for the language recognised, without which callers of that language only press keys;
  `falls_back_to` is a language in which its callers hear what has no text in their own
- `behind` is a key of the language prompt behind which a language is offered ("For other languages, press four");
  `beside_languages` are further keys of that prompt, each with its `label` and where it leads (`to`)
- `notices` are said as a call begins, before the languages and once; those with `from` or `until` on these days only
- `keys` (0 officer, star back, hash repeat unless written) work in every menu: each leads to `officer`, `back`,
  `repeat`, `main`, `language`, `goodbye`, or a node. `officer` is the node of that name in the caller's department
- `tries`: how often a caller may be silent or press a wrong key at one place, where the call goes then, how many
  seconds of silence count (`wait`), and how many end what a caller says (`pause`, 2 unless written); a node may have
  `tries` of its own. With `languages: {times: 3, then: en}` the languages are offered three times (2 unless written) to
  whoever chooses none, who then hears English (the first one unless written)
- `start` of a hotline is a department, or a node in full (`transport/main`)
- numbers of hotlines and officers may be short ones (`1823`); the carrier dials them behind the country code
- `officers: none`, for the whole site or beside a hotline, is a line on which nobody can be reached; callers who ask
  for an officer hear `instead_of_officers`, or the phrase `no_officers` where that is not written
- `ring` is `in order` or `together`; `hours` names a calendar, and officers without it answer always; numbers abroad
  need `abroad: yes`. Officers press 1 to take a call, so that a voicemail never does; `press: no` puts callers through
  to whoever or whatever picks up, such as another organisation's own menu
- `alerts`: who in the office is told of what (`about`), by `email`, `webhook` or `sms`, in its `language` (yue, cmn or
  en; the site's first of these unless written), of all departments or of some. `when` names a calendar, outside whose
  hours it waits; with `digest: 09:00` all that gathered is told once a day
- `service`: the rules of good service that the site is checked by: `house` unless written, or a list such as
  `[house, ireland]`; with settings below it, `profiles` names them, `strict: yes` makes errors of what costs callers
  most, and `abbreviations` are those that callers say themselves
- `publishing`: with `approval: two people` another person must approve what one has published; `editors` names who may
  publish the changes of a department, and under `site` who may publish everything. Both hold once they are served
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from ivr.authoring.grammar import Country, Currency, FilePart, LanguageCode, Name, Telephone, Version, zone_hint
from ivr.authoring.grammar.alerts import AlertSettings
from ivr.authoring.grammar.calendars import CalendarSettings
from ivr.engine.grammar import Accepted, Destination, Key, Texts, mistake
from ivr.engine.seasonal import Seasonal
from ivr.translation import said
from ivr.words import HONG_KONG, Home
from ivr.words.currencies import currency_in
from ivr.words.formats import NO_ZONE
from ivr.words.zones import knows_zone

KEYS_UNLESS_WRITTEN = {"0": "officer", "star": "back", "hash": "repeat"}
TWO_PEOPLE = "two people"
NONE = "none"


def _zone(text: str) -> str:
    if not knows_zone(text):
        raise mistake("bad-value", said(NO_ZONE, given=text), hint=zone_hint(text))
    return text


class LanguageSettings(FilePart):
    """A language callers may choose."""

    key: Key
    name: str
    say: str
    voice: str
    speech: str = ""
    falls_back_to: str = ""
    behind: Key | None = None


class LanguageChoiceSettings(FilePart):
    """What callers may choose in the place of a language."""

    label: Texts
    to: str


class NoticeSettings(Seasonal):
    """A sentence that callers hear as a call begins."""

    say: Texts


class LanguagesSettings(FilePart):
    """How often the languages are offered, and the one that whoever chooses none hears."""

    times: int = Field(default=2, ge=1, le=9)
    then: str = ""


class SiteTries(FilePart):
    """How often a caller may fail at one place, and what comes then."""

    silence: int = Field(default=3, ge=1, le=9)
    wrong: int = Field(default=3, ge=1, le=9)
    then: Destination = "officer"
    wait: int = Field(default=6, ge=2, le=60)
    pause: int = Field(default=2, ge=1, le=10)
    languages: LanguagesSettings = LanguagesSettings()


class HotlineSettings(FilePart):
    """A number callers ring."""

    number: Telephone
    title: Texts
    start: str
    officers: Literal["none"] | None = None
    instead_of_officers: Texts = Field(default={})
    notices: tuple[NoticeSettings, ...] = ()


class OfficersSettings(FilePart):
    """People who answer, and their telephones."""

    title: Texts
    numbers: tuple[Telephone, ...] = Field(min_length=1, max_length=10)
    ring: Literal["in order", "together"] = "in order"
    seconds: int = Field(default=20, ge=5, le=120)
    hours: str = ""
    abroad: bool = False
    press: bool = True


class ServiceSettings(FilePart):
    """Which rules of good service the site keeps; written as one profile, a list of them, or settings."""

    profiles: tuple[str, ...] = ("house",)
    strict: bool = False
    abbreviations: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_profiles(cls, value: object) -> object:
        if isinstance(value, str):
            return {"profiles": (value,)}
        return {"profiles": value} if isinstance(value, list) else value


class PublishingSettings(FilePart):
    """Who may publish, and whether another person must approve it."""

    approval: Literal["one person", "two people"] = "one person"
    editors: dict[Name, tuple[str, ...]] = Field(default={})

    @model_validator(mode="after")
    def _locks_nobody_out(self) -> "PublishingSettings":
        if self.editors and not self.editors.get("site"):
            hint = said("Name under `site` who may change flows.yaml and prompts.")
            raise mistake(
                "bad-value", said("nobody could ever change these editors again."), hint=hint, at=("editors",)
            )
        people = {name.strip().casefold() for names in self.editors.values() for name in names}
        if self.approval == TWO_PEOPLE and len(people) == 1:
            hint = said("Name a second editor, or leave `approval` out.")
            raise mistake("bad-value", said("one editor alone finds nobody to approve."), hint=hint, at=("editors",))
        return self


class FlowsFile(FilePart):
    """All of `flows.yaml`."""

    version: Version
    site: Texts
    country: Country = HONG_KONG.country
    currency: Currency = ""
    call_back_abroad: tuple[Country, ...] = ()
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Hong_Kong"
    languages: dict[LanguageCode, LanguageSettings] = Field(min_length=1)
    beside_languages: dict[Key, LanguageChoiceSettings] = Field(default={})
    notices: tuple[NoticeSettings, ...] = ()
    keys: dict[Key, Destination] = KEYS_UNLESS_WRITTEN
    tries: SiteTries = SiteTries()
    hotlines: dict[Name, HotlineSettings] = Field(min_length=1)
    calendars: dict[Name, CalendarSettings] = Field(default={})
    officers: dict[Name, OfficersSettings] = Field(default={})
    instead_of_officers: Texts = Field(default={})
    alerts: dict[Name, AlertSettings] = Field(default={})
    publishing: PublishingSettings = PublishingSettings()
    service: ServiceSettings = ServiceSettings()
    accepted: Accepted = Field(default={})

    _has_officers: bool = PrivateAttr(default=True)

    @model_validator(mode="wrap")
    @classmethod
    def _from_none(cls, value: object, read: ModelWrapValidatorHandler["FlowsFile"]) -> "FlowsFile":
        """A site may have `officers: none` in the place of officers."""
        if not isinstance(value, dict) or value.get("officers") != NONE:
            return read(value)
        flows = read({**value, "officers": {}})
        flows._has_officers = False
        return flows

    @model_validator(mode="after")
    def _can_be_chosen_from(self) -> "FlowsFile":
        first = next(iter(self.languages))
        if self.languages[first].behind:
            hint = said("Callers who choose nothing go on in the first language, so it is offered to everybody.")
            message = said("the first language cannot stand behind a key.")
            raise mistake("bad-value", message, hint=hint, at=("languages", first, "behind"))
        if self.beside_languages and len(self.languages) == 1:
            message = said("where there is one language nobody is asked for it, so nothing stands beside it.")
            raise mistake("bad-value", message, at=("beside_languages",))
        return self

    def has_officers(self, line: HotlineSettings) -> bool:
        """Whether callers of a hotline can reach an officer."""
        return self._has_officers and line.officers != NONE

    @property
    def home(self) -> Home:
        """Where the site is; a country's own currency counts unless another is written."""
        return Home(self.country, self.currency or currency_in(self.country))

"""One edition: everything published together, and never changed afterwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from ivr.engine.alerts import Alert
from ivr.engine.call import field_of
from ivr.engine.case_table import FACT, FOUND_BY
from ivr.engine.contents import NO_FIELDS, NOTHING, Contents, Joined, department_of
from ivr.engine.hidden import Hidden, hidden_in
from ivr.engine.known import NamedDay
from ivr.engine.made_once import MadeOnce
from ivr.engine.node import AS_EVERYWHERE, Node
from ivr.engine.pledges import NO_PLEDGES, Pledges
from ivr.engine.values import replace
from ivr.hours import Calendar, Season, Seasons
from ivr.hours.season import ALWAYS, BY_THE_DAY
from ivr.words import HONG_KONG, Format, Home, say_key, says_values, variety
from ivr.words.telephones import called_number

NO_COLUMNS: frozenset[str] = frozenset()
ONLY_FOUND_BY, FACTS = frozenset(FOUND_BY), frozenset({FACT})


@dataclass(frozen=True)
class Language:
    """A language callers may choose: its code, its key at the start, the carrier's names for its voice and speech.

    One that stands `behind` a key is offered only to those who press that key first. A text that it lacks is spoken in
    `falls_back_to`, by that language's voice. `pronunciation` is words and how they
    are said, as plain respellings that only the carrier gets to see.
    """

    code: str
    key: str
    name: str
    say_language: str
    voice: str
    speech_language: str
    falls_back_to: str = ""
    pronunciation: tuple[tuple[str, str], ...] = ()
    behind: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """What is pressed to choose it."""
        return (self.behind, self.key) if self.behind else (self.key,)

    @property
    def counts_in(self) -> str:
        """The language in whose words values and keys are said: its own, unless only the other one has any.

        It bears the country of its voice where values are said otherwise there: `en-US`.
        """
        own = says_values(self.code) or not self.falls_back_to
        return variety(self.code, self.say_language) if own else self.falls_back_to


@dataclass(frozen=True)
class Notice:
    """A sentence that callers hear as a call begins, by language, and the days on which they do."""

    say: Mapping[str, str]
    season: Season = ALWAYS


@dataclass(frozen=True)
class BesideLanguages:
    """What is offered beside the languages on a key of its own: its label by language, and the node it leads to."""

    label: Mapping[str, str]
    to: str


@dataclass(frozen=True)
class Hotline:
    """A number callers ring: `start` is the node they meet after choosing a language; `title` is who answers.

    Without `officers` nobody can be reached on it, which callers are told in words of its own where it has some.
    `notices` come before everything else.
    """

    name: str
    number: str
    title: Mapping[str, str]
    start: str
    officers: bool = True
    instead_of_officers: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Department:
    """A department: its title, who keeps its menu true, when that must be read again, where it begins; its pledges."""

    name: str
    title: Mapping[str, str]
    owner: str
    review: str
    start: str
    pledges: Pledges = NO_PLEDGES


@dataclass(frozen=True)
class Officers:
    """People who answer: their telephones, rung in `order` or `together`, `seconds` an attempt.

    `numbers` are in E.164, or short ones of the site's country. `press` says whether they press 1 to take a call.
    """

    name: str
    title: Mapping[str, str]
    numbers: tuple[str, ...]
    together: bool
    seconds: int
    hours: str  # the name of a calendar, empty for always
    press: bool = True


@dataclass(frozen=True)
class FiledShape:
    """What bounds a table that callers fill: no two rows alike in `unique`, and at most so many with the same `per`.

    Where `most` is 0 there is no bound, where `per` is empty it is for all rows together.
    """

    unique: tuple[str, ...] = ()
    most: int = 0
    per: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableShape:
    """A table that enquiries look in: its columns and their formats, and where its rows come from.

    `file` is a CSV beside the menu; or `database` names a department's own database and `query` the one read-only
    statement asked of it, with a `:column` for each column matched, and perhaps what is known of every call, such as
    `:today`. `seconds` bounds that query.
    """

    name: str  # "department/name"
    columns: Mapping[str, Format]
    in_languages: frozenset[str]  # the columns written as `status.en`, `status.yue`, …
    file: str = ""
    database: str = ""
    query: str = ""
    seconds: int = 2
    home: Home = HONG_KONG  # in whose telephone plan and currency its values are
    private: frozenset[str] = frozenset()  # the columns that are told to their own caller alone
    filed: "FiledShape | None" = None  # where callers fill it
    statement: str = ""  # what a submit runs in the database, instead of a query
    cases: bool = False  # the department's cases, which the system has itself
    as_of: str = ""  # the column that says as of when a row is

    @property
    def found_by(self) -> frozenset[str]:
        """The columns that rows are only found by: no text says them."""
        return ONLY_FOUND_BY if self.cases else NO_COLUMNS

    @property
    def guessed(self) -> frozenset[str]:
        """The columns that show who asks, though no question for them need be secret: tries at them are counted."""
        return FACTS if self.cases else NO_COLUMNS

    @cached_property
    def takes(self) -> frozenset[str]:
        """The names in its query for which a look-up must have values."""
        return taken_by(self.query)


def taken_by(query: str) -> frozenset[str]:
    """The names in a query for which values are bound: `:number`, and not the cast `::text`."""
    return frozenset(re.findall(r"(?<!:):([A-Za-z_]\w*)", query))


@dataclass(frozen=True)
class Tries:
    """How often a caller may fail at one place, and the node that comes then.

    `wait` is how many seconds of silence count as one failure, `pause` how many end what a caller says. The languages
    are offered `languages` times to whoever chooses none, who then hears `language`, the first one where it is empty.
    """

    silence: int = 3
    wrong: int = 3
    then: str = "officer"
    wait: int = 6
    pause: int = 2
    languages: int = 2
    language: str = ""


@dataclass(frozen=True)
class Publishing:
    """Who may publish: whether a second person must approve, and the names allowed a department's changes.

    `editors` is by department; "site" stands for what all share, and its people may publish everything.
    """

    two_people: bool = False
    editors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Edition:
    """A site as callers meet it, under the hash of its content.

    `hotlines` is by number, `contents` by department, each perhaps opened when it is asked for. `phrases` is by
    language and name, `inherited` by key. `recordings` is by language and node, and holds only those that say what
    their node says. `home` is where the site is; callers are rung back there and in the countries `call_back_abroad`.
    `beside_languages` is by key.
    """

    hash: str
    site: Mapping[str, str]
    zone: str
    languages: Mapping[str, Language]
    hotlines: Mapping[str, Hotline]
    departments: Mapping[str, Department]
    contents: Mapping[str, Contents]
    phrases: Mapping[str, Mapping[str, str]]
    calendars: Mapping[str, Calendar]
    officers: Mapping[str, Officers]
    tables: Mapping[str, TableShape]
    inherited: Mapping[str, str]
    tries: Tries = Tries()
    recordings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    publishing: Publishing = Publishing()
    home: Home = HONG_KONG
    call_back_abroad: tuple[str, ...] = ()
    beside_languages: Mapping[str, BesideLanguages] = field(default_factory=dict)
    seasons: Seasons = BY_THE_DAY
    alerts: Mapping[str, Alert] = field(default_factory=dict)

    @cached_property
    def made_once(self) -> MadeOnce:
        """What was made of it once for all calls."""
        return MadeOnce()

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """All nodes by full name; those of every site by their own."""
        return Joined(self.contents, attrgetter("nodes"))

    @cached_property
    def fields(self) -> Mapping[str, Format]:
        """The formats of all fields ("department/field")."""
        return Joined(self.contents, attrgetter("fields"))

    def format_of(self, name: str) -> Format:
        """The format of a field ("department/field"): what a question makes of it, or the column it was kept from."""
        contents = self.contents.get(department_of(name), NOTHING)
        if name in contents.found and name not in contents.keyed:
            node, column = contents.found[name]
            enquiry = contents.nodes[node].enquiry
            return self.tables[enquiry.table].columns[column] if enquiry else "text"
        return contents.fields.get(name, "text")

    def label_of(self, name: str) -> Mapping[str, str]:
        """What people call a field ("department/field"), by language; nothing where that is not written."""
        return self.contents.get(department_of(name), NOTHING).labels.get(name, {})

    def hang_on(self, name: str) -> frozenset[str]:
        """The fields ("department/field") to be forgotten when this one changes, since they tell of another row."""
        return self.contents.get(department_of(name), NOTHING).hang_on.get(name, NO_FIELDS)

    @cached_property
    def days(self) -> Mapping[str, NamedDay]:
        """The days that departments name ("department/day")."""
        return Joined(self.contents, attrgetter("days"))

    def along_with(self, name: str) -> frozenset[str]:
        """The fields ("department/field") that are kept of one row together with this one, itself among them."""
        return self.contents.get(department_of(name), NOTHING).along_with.get(name, NO_FIELDS)

    def nodes_of(self, department: str) -> Mapping[str, Node]:
        """The nodes of one department, by full name; none where there is no such department."""
        return self.contents.get(department, NOTHING).nodes

    def tries_at(self, node: str) -> Tries:
        """How often a caller may fail at a node (full name), and what comes then: its own, or as everywhere."""
        own = self.nodes[node].own_tries if node in self.nodes else AS_EVERYWHERE
        return self.tries if own is AS_EVERYWHERE else replace(self.tries, **own.model_dump(exclude_none=True))

    def is_secret(self, name: str) -> bool:
        """Whether a field ("department/field") is asked for in secret."""
        return name in self.contents.get(department_of(name), NOTHING).secrets

    def is_private(self, name: str) -> bool:
        """Whether a field ("department/field") is for its caller's ears alone."""
        return field_of(name) in self._hidden(department_of(name)).private

    def is_hidden(self, name: str) -> bool:
        """Whether what a field ("department/field") holds may stand nowhere on record: it is secret, or private."""
        return field_of(name) in self._hidden(department_of(name)).fields

    def private_columns(self, node: str) -> frozenset[str]:
        """The columns that a look-up at a node (full name) finds for its caller's ears alone."""
        return self._hidden(department_of(node)).columns.get(node, NO_COLUMNS)

    @property
    def hides_anything(self) -> bool:
        """Whether anything is asked for as private or secret, or looked up so, in any department."""
        asked = any(each.secrets or each.privates for each in self.contents.values())
        return asked or any(shape.private for shape in self.tables.values())

    def _hidden(self, department: str) -> Hidden:
        def make() -> Hidden:
            return hidden_in(department, self.contents.get(department, NOTHING), self._private_in)

        return self.made_once.get(("hidden", department), make)

    def _private_in(self, table: str) -> frozenset[str]:
        return self.tables[table].private if table in self.tables else NO_COLUMNS

    def is_looked_up(self, name: str) -> bool:
        """Whether a table is searched by a field ("department/field")."""
        return name in self.contents.get(department_of(name), NOTHING).looked_up

    def is_keyed(self, name: str) -> bool:
        """Whether callers are asked for a field ("department/field"); others are noted by what they choose."""
        return name in self.contents.get(department_of(name), NOTHING).keyed

    def hotline_at(self, called: str) -> Hotline | None:
        """The hotline at a number as a carrier, or a person, writes it; None when there is none."""
        return self.hotlines.get(called) or self.hotlines.get(called_number(called, self.home.country))

    def title_of(self, department: str) -> Mapping[str, str]:
        """The title of a department by language; nothing where there is no such department."""
        return self.departments[department].title if department in self.departments else {}

    def counts_in(self, language: str) -> str:
        """The language in whose words values and keys are said by those who speak `language`."""
        return self._counted_in.get(language, language)

    @cached_property
    def _counted_in(self) -> Mapping[str, str]:
        """By language, for every turn asks for it of each key and value that it says."""
        first = {code: language.counts_in for code, language in self.languages.items()}
        return {
            code: self.languages[counted].counts_in if counted in self.languages else counted
            for code, counted in first.items()
        }

    def key_name(self, key: str, language: str) -> str:
        """What a key is called by those who speak `language`: as its phrases have it, or by rule."""
        own = self.phrases.get(language, {}).get(f"key_{key}", "")
        return own or say_key(key, self.counts_in(language))

    def hotline(self, name: str) -> Hotline:
        """The hotline of that name. Raises KeyError when there is none."""
        return self._named[name]

    def has_officers(self, hotline: str) -> bool:
        """Whether callers of the hotline of that name can reach an officer."""
        line = self._named.get(hotline)
        return line is None or line.officers

    @cached_property
    def _named(self) -> Mapping[str, Hotline]:
        return {line.name: line for line in self.hotlines.values()}

"""What editors are told about a setting while they type: taken from the docstrings that are the manual's pages."""

import re
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc, getdoc, getmodule

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ivr.engine.grammar import Branch, Mark
from ivr.engine.node import Node
from ivr.nodes import manual_page

MEANINGS: dict[Mark, str] = {
    "text": "What is said, in every language of the site.",
    "words": "Further words by which callers may choose it, by language.",
    "destination": "Where the call goes on: a node, or back, repeat, main, language, goodbye.",
    "table": "One of the department's `tables`.",
    "calendar": "A calendar of flows.yaml.",
    "officers": "Officers of flows.yaml.",
    "field": "The name of a field.",
    "keeps": "Fields to note, and their values.",
    "column": "A column of the table.",
}
UNSAID = {
    "TableSettings.columns": "The columns and their formats: text, digits, money, date and others.",
    "ColumnSettings.format": "How its values are said: text, digits, money, date and others; or a list of all values.",
    "ColumnSettings.private": "Whether it is told to its own caller alone, and stands as asterisks everywhere else.",
    "TableSettings.file": "A CSV file beside the menu.",
    "TableSettings.unique": "Columns in which no two rows that callers enter are alike.",
    "TableSettings.most": "How many rows callers may enter there.",
    "MostSettings.rows": "So many rows.",
    "MostSettings.per": "Columns: so many rows with the same values in them; all rows together unless written.",
    "TableSettings.as_of": "A column that says as of when its row is, as the place {as_of} of a text does.",
    "TableSettings.seconds": "How long the query may take.",
    "CalendarSettings.holidays": "Hours on general holidays: closed unless written; usual for those of the weekday.",
    "CalendarSettings.closures": "Extra closures, each with its reason.",
    "CalendarSettings.exceptions": "Hours that hold from one day until another, such as longer ones in May.",
    "CalendarSettings.holidays_of": "Whose holidays are kept: a country (GB), or a part of one (GB-SCT).",
    "ExceptionSettings.holidays": "Hours on general holidays in this time; as usual unless written.",
    "ClosureSettings.from": "When it begins, as 2026-12-31 12:00.",
    "ClosureSettings.until": "When it ends, as 2027-01-01 09:00.",
    "HotlineSettings.number": "The number callers ring, such as +852 2220 0101.",
    "HotlineSettings.officers": "none, where nobody can be reached on this number.",
    "HotlineSettings.instead_of_officers": "What callers of a line without officers hear who ask for one.",
    "HotlineSettings.notices": "What callers of this number hear before all else.",
    "LanguageChoiceSettings.to": "A department, or a node in full, such as transport/main.",
    "LanguageSettings.key": "The key that chooses it.",
    "LanguageSettings.name": "Its name, in itself.",
    "LanguageSettings.say": "The carrier's name for the language spoken, such as yue-HK.",
    "LanguageSettings.voice": "The carrier's name for the voice.",
    "OfficersSettings.numbers": "Their telephones, in the order rung; at most ten.",
    "OfficersSettings.seconds": "How long each telephone rings.",
    "OfficersSettings.press": "Whether they press 1 to take a call; no where a menu or another line picks up.",
    "SiteTries.silence": "How often a caller may be silent at one place.",
    "SiteTries.wrong": "How often a caller may press a wrong key at one place.",
    "TriesSettings.silence": "How often a caller may be silent at one place.",
    "TriesSettings.wrong": "How often a caller may press a wrong key at one place.",
    "TriesSettings.wait": "How many seconds of silence count.",
    "TriesSettings.then": "Where the call goes once they are used up.",
    "TriesSettings.pause": "How many seconds of silence end what callers say, where they may speak.",
    "LanguagesSettings.times": "How often the languages are offered.",
    "LanguagesSettings.then": "The language heard by whoever chooses none.",
    "MenuFile.accepted": "Warnings about this file, outside its nodes, that are accepted, each with the reason.",
    "MenuFile.version": "The version of the format: 1.",
    "MenuFile.owner": "Who keeps this menu true.",
    "MenuFile.review": "The day by which it must be read again, as 2027-04-01.",
    "MenuFile.reviews": "Nodes with an owner or a day of review of their own.",
    "MenuFile.tasks": "How long callers may need to an answer, by the node that gives it.",
    "ReviewSettings.owner": "Who keeps this node true.",
    "ReviewSettings.review": "The day by which it must be read again, as 2027-04-01.",
    "TaskSettings.within": "The most seconds from the greeting to the answer.",
    "MenuFile.days": "Days that the department names, counted from the day of the call; usable like fields.",
    "MenuFile.fields": "What people call the fields that callers give, in every language, for officers and the desk.",
    "DaySettings.next open day": "The next day on which a calendar of flows.yaml is open.",
    "DaySettings.last open day": "The last day before today on which a calendar of flows.yaml was open.",
    "DaySettings.next": "A weekday: the next one after today.",
    "DaySettings.last": "A weekday: the last one before today.",
    "DaySettings.in": "A number of days or weeks from today, such as 10 days.",
    "DaySettings.ago": "A number of days or weeks before today, such as 2 weeks.",
    "Match.at least": "A field: the column is what it is, or more, or later.",
    "Match.at most": "A field: the column is what it is, or less, or earlier.",
    "MenuFile.start": "The node at which the department begins.",
    "MenuFile.tables": "The tables that enquiries look in.",
    "MenuFile.nodes": "Every place a caller can come to, by a name of your choice.",
    "PledgesFile.version": "The version of the format: 1.",
    "PledgesFile.owner": "Who answers for all these pledges.",
    "PledgesFile.calendar": "A calendar of flows.yaml, whose open days are working days.",
    "PledgesFile.begins": "The day on which a year of pledges begins, such as 04-01; 01-01 unless written.",
    "PledgesFile.years": "The pledges by the year they are made for; years that are over stay for the record.",
    "PledgeSettings.say": "The promise in words, in every language of the site.",
    "PledgeSettings.measure": "What is measured of calls, cases or ratings: answered, replied, satisfied and others.",
    "PledgeSettings.within": "The time in which it is promised: 12 seconds, 3 hours or 10 working days.",
    "PledgeSettings.window": "Over which time the target is to be reached: month, quarter or year.",
    "PledgeSettings.owner": "Who answers for this pledge, where it is somebody else.",
    "PledgeSettings.cases": "The kinds of case that it is about; all unless written.",
    "PledgeSettings.officers": "The officers who are to answer; all whom the menu rings unless written.",
    "PledgeSettings.leaves_out": "Which callers are not counted; whatever is left out is told beside the figure.",
    "PledgeSettings.rating": "The node that asks callers how the call went.",
    "PledgeSettings.question": "The question of the rating.",
    "PledgeSettings.answers": "The answers to it that count as satisfied, such as [4, 5].",
    "PledgeSettings.target": "The percentage that is to be reached, such as 80 %; of given up, the most there may be.",
    "FlowsFile.accepted": "Warnings about this file, that are accepted, each with the reason.",
    "FlowsFile.version": "The version of the format: 1.",
    "FlowsFile.country": "Where the site is, as ISO 3166 has it, such as HK: its telephone numbers and its holidays.",
    "FlowsFile.currency": "The money of the site, as ISO 4217 has it, such as HKD; the country's own unless written.",
    "FlowsFile.call_back_abroad": "Other countries at whose numbers callers are rung back, such as [MO, CN].",
    "FlowsFile.zone": "The time zone of all hours, such as Asia/Hong_Kong.",
    "FlowsFile.hotlines": "The numbers callers ring, and where each begins.",
    "FlowsFile.calendars": "When offices are open, by a name of your choice.",
    "FlowsFile.officers": "Who answers transfers, by a name of your choice; none, where nobody can be reached.",
    "FlowsFile.instead_of_officers": "What callers of lines without officers hear who ask for one.",
}
"""What the pages show by an example only."""
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])")


def page_of(model: type[BaseModel]) -> str:
    """The manual's page of a node kind; of other settings, the words of their class."""
    return manual_page(model) if issubclass(model, Node) else getdoc(model) or ""


def meaning_of(model: type[BaseModel], setting: str, info: FieldInfo) -> str:
    """What the page says about a setting, or else what its mark means, or nothing."""
    if info.description:
        return info.description
    if issubclass(model, Branch) and model is not Branch and setting in Branch.model_fields:
        model = Branch
    mentions = [part for part in _parts(_page_on(model)) if re.search(rf"`{setting}[`:]", part)]
    own = [part for part in mentions if re.match(rf"`{setting}[`:]", part)]
    mark = mark_of(info)
    unsaid = UNSAID.get(f"{model.__name__}.{setting}", "")
    return " ".join(own or mentions) or unsaid or (MEANINGS[mark] if mark else "")


def mark_of(info: FieldInfo) -> Mark | None:
    """The mark of a setting (text, destination, …), None for a plain one."""
    written = [*info.metadata, *_inner_marks(info.annotation)]
    return next((mark for mark in MEANINGS if mark in written), None)


def _inner_marks(annotation: object) -> Iterator[object]:
    for choice in getattr(annotation, "__args__", ()):
        yield from getattr(choice, "__metadata__", ())


@cache
def _page_on(model: type[BaseModel]) -> str:
    """Where the settings of a model are told of: the page of a kind; for any others what their own file says."""
    return manual_page(model) if issubclass(model, Node) else cleandoc(getdoc(getmodule(model)) or "")


def _parts(page: str) -> Iterator[str]:
    """The bullets and sentences of a page, examples left out, each on one line."""
    for block in re.split(r"\n\s*\n|\n(?=- )", _FENCE.sub("\n\n", page)):
        text = " ".join(block.split())
        if text.startswith("- "):
            yield text.removeprefix("- ")
        else:
            yield from _SENTENCE.split(text)

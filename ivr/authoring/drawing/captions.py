"""The words beside what is drawn: keys as they stand on a telephone, names inside a department, short facts."""

from collections.abc import Iterator, Mapping

from ivr.authoring.drawing.places import DrawnNode, Edge
from ivr.authoring.drawing.plan import Plan, Root
from ivr.engine.edition import Edition
from ivr.engine.grammar import RESERVED
from ivr.words import seconds_to_say

SIGNS = {"star": "*", "hash": "#"}


def key_shown(key: str) -> str:
    """A key as it stands on a telephone."""
    return SIGNS.get(key, key)


def words_in(by_language: Mapping[str, str], language: str) -> str:
    """The words in a language, or in the first that has any."""
    return by_language.get(language) or next((text for text in by_language.values() if text), "")


def way_shown(edge: Edge, language: str) -> str:
    """What leads along a way: "2 fees", "found", "0 in every menu"."""
    if edge.inherited and edge.key:
        return f"{key_shown(edge.key)} in every menu"
    if edge.key:
        return " ".join(filter(None, (key_shown(edge.key), words_in(edge.label, language), noted(edge), days_of(edge))))
    return edge.case


def noted(edge: Edge) -> str:
    """The fields noted by going a way: "(district = eastern)"."""
    return f"({', '.join(f'{name} = {value}' for name, value in edge.keeps.items())})" if edge.keeps else ""


def days_of(edge: Edge) -> str:
    """The days on which a way is offered: "(2027-05-01–2027-05-31)"."""
    return f"({edge.days})" if edge.days else ""


def name_shown(name: str, department: str) -> str:
    """A node's name as a file of the department writes it."""
    return name.removeprefix(f"{department}/") if department else name


def keys_everywhere(edition: Edition) -> str:
    """The keys that every menu has: "0 officer, * back, # repeat"; none to officers on a site without any."""
    staffed = any(line.officers for line in edition.hotlines.values())
    keys = ((key, to) for key, to in edition.inherited.items() if staffed or to != "officer")
    return ", ".join(f"{key_shown(key)} {to}" for key, to in keys)


def facts(plan: Plan, place: DrawnNode, language: str) -> Iterator[str]:
    """What else is worth knowing of a place, each a few words."""
    yield from (f"{name} {value}" for name, value in place.about)
    yield time_shown(place, language)
    for code in place.missing:
        yield f"no {plan.edition.languages[code].name}"
    if place.recorded:
        yield f"recorded: {', '.join(place.recorded)}"


def time_shown(place: DrawnNode, language: str) -> str:
    """When a caller hears the place, or, where that was not worked out, how long its own words last."""
    reached = place.reached.get(language)
    if reached:
        return f"after {reached.seconds:.0f} s and {reached.keys} {'key' if reached.keys == 1 else 'keys'}"
    seconds = sum(seconds_to_say(said.words.get(language, ""), language) for said in place.says)
    return f"says {seconds:.0f} s" if seconds else ""


def root_shown(root: Root, language: str) -> str:
    """A hotline with its number, or a department, and its title."""
    return " ".join(filter(None, (root.name, root.number, words_in(root.title, language))))


def kept_by(plan: Plan, place: DrawnNode) -> str:
    """Who keeps a department true and when it must be read again, at the place where it is entered."""
    department = plan.edition.departments.get(place.department)
    entered = next((each for each in plan.places.values() if each.department == place.department), None)
    if department is None or entered is None or entered.name != place.name:
        return ""
    return f"kept by {department.owner}, to be read again by {department.review}"


def language_of(edition: Edition, wanted: str = "") -> str:
    """The language to draw in: the one wanted, else English, else the site's first. Raises KeyError for one unknown."""
    if wanted and wanted not in edition.languages:
        raise KeyError(f'the site does not speak "{wanted}". It speaks {", ".join(edition.languages)}.')
    return wanted or ("en" if "en" in edition.languages else next(iter(edition.languages)))


def is_reserved(name: str) -> bool:
    """Whether a destination is a place that every menu has, and no node of a department."""
    return name in RESERVED

"""The plan as an outline page: nested lists that open, every language side by side; no script, no style of its own.

It is made of plain elements only, so that it works under the strictest content security policy, prints as it stands
(everything is open), and can be read by a screen reader: each text says its language, each mention links to the place.
"""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from ivr.authoring.drawing.captions import (
    facts,
    kept_by,
    key_shown,
    keys_everywhere,
    name_shown,
    noted,
    way_shown,
    words_in,
)
from ivr.authoring.drawing.names import drawn_name, root_name
from ivr.authoring.drawing.outline import Twig, outline_of
from ivr.authoring.drawing.places import DrawnNode
from ivr.authoring.drawing.plan import Plan, Root

SEE = {"above": "see above", "below": "see below"}


def page(plan: Plan, language: str, stylesheet: str = "") -> str:
    """A whole page; it links to `stylesheet` only when one is given."""
    html = Element("html", lang=_spoken(plan, language))
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    title = words_in(plan.edition.site, language)
    SubElement(head, "title").text = title
    if stylesheet:
        SubElement(head, "link", rel="stylesheet", href=stylesheet)
    main = SubElement(SubElement(html, "body"), "main")
    SubElement(main, "h1").text = title
    for part in _parts(plan, language):
        main.append(part)
    return "<!DOCTYPE html>\n" + _written((html,)) + "\n"


def outline(plan: Plan, language: str) -> str:
    """The same without the page round it, to stand on another one below its `h1`."""
    return _written(_parts(plan, language))


def _written(parts: Iterable[Element]) -> str:
    return "\n".join(tostring(part, encoding="unicode", method="html") for part in parts)


def _parts(plan: Plan, language: str) -> list[Element]:
    keys = Element("p")
    keys.text = f"In every menu: {keys_everywhere(plan.edition)}."
    return [keys, *(_section(plan, language, root, twig) for root, twig in outline_of(plan))]


def _section(plan: Plan, language: str, root: Root, twig: Twig) -> Element:
    section = Element("section", id=root_name(root))
    heading = SubElement(section, "h2")
    heading.text = " ".join(filter(None, (words_in(root.title, language), root.number))) or root.name
    _list(plan, language, section, (twig,), "")
    return section


def _list(plan: Plan, language: str, on: Element, twigs: tuple[Twig, ...], department: str) -> None:
    if not twigs:
        return
    items = SubElement(on, "ul")
    for twig in twigs:
        item = SubElement(items, "li")
        if twig.standing == "here" and twig.place:
            _open_place(plan, language, item, twig, twig.place, department)
        else:
            _mention(plan, language, item, twig, department)


def _open_place(plan: Plan, language: str, item: Element, twig: Twig, place: DrawnNode, department: str) -> None:
    details = SubElement(item, "details", open="open", id=drawn_name(place.name))
    summary = SubElement(details, "summary")
    _way(plan, language, summary, twig)
    _append(summary, "strong", name_shown(place.name, department))
    _add_text(summary, f" ({place.kind})")
    told = " · ".join(filter(None, (*facts(plan, place, language), kept_by(plan, place))))
    if told:
        SubElement(details, "p").text = told
    texts = {said.setting: said.words for said in place.says}
    texts |= {f"label {key_shown(edge.key)}": edge.label for edge in place.edges if edge.label}
    if texts:
        _side_by_side(plan, details, place, texts)
    _list(plan, language, details, twig.twigs, place.department)


def _mention(plan: Plan, language: str, item: Element, twig: Twig, department: str) -> None:
    _way(plan, language, item, twig)
    shown = name_shown(twig.edge.to, department)
    if twig.standing in SEE:
        _append(item, "a", shown, href=f"#{drawn_name(twig.edge.to)}")
        _add_text(item, f" ({SEE[twig.standing]})")
    else:
        _add_text(item, shown if twig.standing == "reserved" else f"{shown} (no such node)")


def _way(plan: Plan, language: str, on: Element, twig: Twig) -> None:
    """The key or the case, then an arrow that is not read out."""
    if twig.edge.key:
        _append(on, "kbd", key_shown(twig.edge.key))
        label = words_in(twig.edge.label, language)
        _add_text(on, " in every menu" if twig.edge.inherited else " ")
        if label:
            _append(on, "span", label, lang=_spoken(plan, _language_of(twig.edge.label, language)))
            _add_text(on, f" {noted(twig.edge)}".rstrip())
    elif twig.edge.case:
        _append(on, "em", way_shown(twig.edge, language))
    if twig.edge.key or twig.edge.case:
        _add_text(on, " ")
        _append(on, "span", "→", **{"aria-hidden": "true"})
        _add_text(on, " ")


def _side_by_side(plan: Plan, on: Element, place: DrawnNode, texts: Mapping[str, Mapping[str, str]]) -> None:
    table = SubElement(on, "table")
    SubElement(table, "caption").text = f"What {place.name} says"
    top = SubElement(SubElement(table, "thead"), "tr")
    SubElement(top, "th", scope="col").text = "setting"
    for code, spoken in plan.edition.languages.items():
        SubElement(top, "th", scope="col", lang=_spoken(plan, code)).text = spoken.name
    body = SubElement(table, "tbody")
    for setting, words in texts.items():
        row = SubElement(body, "tr")
        SubElement(row, "th", scope="row").text = setting
        for code in plan.edition.languages:
            SubElement(row, "td", lang=_spoken(plan, code)).text = words.get(code) or "—"


def _language_of(words: Mapping[str, str], wanted: str) -> str:
    return wanted if words.get(wanted) else next((code for code, text in words.items() if text), wanted)


def _spoken(plan: Plan, code: str) -> str:
    """The name of a language as browsers know it."""
    language = plan.edition.languages.get(code)
    return language.say_language if language else code


def _append(on: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(on, tag, attributes).text = text


def _add_text(on: Element, text: str) -> None:
    """Text after whatever stands in the element already."""
    if len(on):
        on[-1].tail = (on[-1].tail or "") + text
    else:
        on.text = (on.text or "") + text

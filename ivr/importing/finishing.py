"""From a Draft to the files: names that are valid and unique, an officer in every menu, nothing that nobody reaches."""

from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from ivr.authoring.grammar import VERSION
from ivr.importing.draft import (
    GOODBYE,
    TO_BE_WRITTEN,
    DraftNode,
    DraftOfficers,
    DraftWay,
    ImportDraft,
    Imported,
    Written,
)
from ivr.importing.names import new_name
from ivr.importing.writing import comment, written
from ivr.words.telephones import country_of, read_telephone

OFFICER = "officer"
MESSAGE = "leave_message"
KEY_ORDER = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "star", "hash")


def finish(draft: ImportDraft) -> Imported:
    """The menu of a draft that has its nodes and its start."""
    draft.officer = _officer(draft)
    _add_what_is_needed(draft)
    order = _reached(draft)
    for name in [each for each in draft.nodes if each not in order]:
        del draft.nodes[name]
    names = _named(draft, order)
    rung = dict(_officers_named(draft))
    head = "\n".join(_head(draft, names[draft.start]))
    body = "\n\n".join("\n".join(_node(names[each], draft.nodes[each], names, rung)) for each in order)
    return Imported(f"{head}\n\nnodes:\n{body}\n", _flows(draft, rung), tuple(sorted(draft.problems)))


def _officer(draft: ImportDraft) -> str:
    """Who takes the calls of those who ask for the operator: at once, or behind what is only said; empty for nobody."""
    name, seen = draft.officer, set[str]()
    while name in draft.nodes and name not in seen:
        seen.add(name)
        node = draft.nodes[name]
        if node.kind in ("transfer", "message"):
            return name
        then = node.settings.get("then") if node.kind == "answer" else None
        name = then.to if isinstance(then, DraftWay) else ""
    return ""


def _add_what_is_needed(draft: ImportDraft) -> None:
    """A node for 0, and one for callers whom nobody answers; both speak the site's own words in every language."""
    if not draft.officer:
        draft.officer = f"{draft.wishes.file}#{OFFICER}"
        note = "Added: 0 leads here in every menu; nothing imported says whom it rings."
        draft.nodes[draft.officer] = DraftNode(OFFICER, "message", {}, [note])
        hint = "Callers who press 0 leave a message until the node `officer` is of kind transfer and rings somebody."
        draft.tell((1, 1), TO_BE_WRITTEN, "neither the key 0 nor the word operator rings an officer here.", hint)
    missing = f"{draft.wishes.file}#{MESSAGE}"
    unanswered = [
        node for node in draft.nodes.values() if node.kind == "transfer" and "unanswered" not in node.settings
    ]
    if unanswered:
        kept = next((name for name, node in draft.nodes.items() if node.kind == "message"), missing)
        if kept == missing:
            note = "Added: where callers go whom nobody answers."
            draft.nodes[missing] = DraftNode(MESSAGE, "message", {}, [note])
    for node in unanswered:
        node.settings["unanswered"] = DraftWay(kept)


def _reached(draft: ImportDraft) -> list[str]:
    """The nodes that callers come to, nearest first; the officer and what only follows from it last."""
    order = _walk(draft, [draft.start], [])
    return _walk(draft, [draft.officer], [each for each in order if each != draft.officer])


def _walk(draft: ImportDraft, waiting: list[str], order: list[str]) -> list[str]:
    for name in waiting:
        if name not in order:
            order.append(name)
            waiting.extend(way.to for way in _ways(draft.nodes[name].settings) if way.to in draft.nodes)
    return order


def _ways(value: Written) -> Iterator[DraftWay]:
    if isinstance(value, DraftWay):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _ways(item)


def _named(draft: ImportDraft, order: list[str]) -> dict[str, str]:
    names = {draft.officer: OFFICER}
    if draft.nodes[draft.start].kind == "menu":
        names.setdefault(draft.start, "main")
    for each in order:
        node = draft.nodes[each]
        names.setdefault(each, new_name(node.wish, node.kind, names.values()))
    return names


def _officers_named(draft: ImportDraft) -> Iterator[tuple[str, str]]:
    taken: list[str] = []
    for each in draft.officers:
        taken.append(new_name(draft.officers[each].wish, "officers", taken))
        yield each, taken[-1]


def _head(draft: ImportDraft, start: str) -> Iterator[str]:
    wishes = draft.wishes
    yield comment(f"Imported from {wishes.file}.")
    yield f"version: {VERSION}"
    title = {wishes.language: wishes.title} if wishes.title else draft.title
    yield from written("title", title)
    for name, value, meaning in (
        ("owner", wishes.owner, "who keeps this menu true"),
        ("review", wishes.review, "when it must be read again, as 2027-04-01"),
    ):
        if value:
            yield from written(name, value)
        else:
            yield f"# {name}:  to be written: {meaning}"
            draft.tell((1, 1), TO_BE_WRITTEN, f'"{name}" is to be written: {meaning}.', f"Or import with --{name}.")
    if not title:
        draft.tell((1, 1), TO_BE_WRITTEN, '"title" is to be written.', "Or import with --title.")
    yield ""
    yield f"start: {start}"


def _node(name: str, node: DraftNode, names: dict[str, str], rung: dict[str, str]) -> Iterator[str]:
    for each in node.comments:
        yield comment(each, 2)
    yield f"  {name}:"
    yield f"    kind: {node.kind}"
    for setting, value in node.settings.items():
        settled = _settled(value, names)
        if node.kind == "transfer" and setting == "to":
            settled = rung[str(value)]
        if setting == "choices" and isinstance(settled, dict):
            settled = dict(sorted(settled.items(), key=lambda item: KEY_ORDER.index(item[0])))
            yield "    choices:"
            for key, choice in settled.items():
                yield from written(key, choice, 6)
        else:
            yield from written(setting, settled, 4)


def _settled(value: Written, names: dict[str, str]) -> Written:
    """The value with the nodes' own names in it; the start is also where `main` leads."""
    if isinstance(value, DraftWay):
        return names.get(value.to, GOODBYE)
    return {name: _settled(item, names) for name, item in value.items()} if isinstance(value, dict) else value


def _flows(draft: ImportDraft, rung: dict[str, str]) -> str:
    """What must be added to `flows.yaml` by hand."""
    wishes = draft.wishes
    lines = ["languages:"] if draft.languages else []
    for code, language in draft.languages.items():
        settings = {"key": language.key, "name": _language_name(code), "say": language.tag, "voice": language.voice}
        lines.append(f"  {code}: {_in_braces(settings)}")
    lines += ["hotlines:", f"  {wishes.department}:"]
    lines += ['    # number: to be written, such as "+852 2220 0101"']
    lines += list(written("title", {wishes.language: wishes.title} if wishes.title else draft.title, 4))
    lines += [f"    start: {wishes.department}"]
    used = {str(node.settings["to"]) for node in draft.nodes.values() if node.kind == "transfer"}
    if used:
        lines.append("officers:")
    for each in (name for name in draft.officers if name in used):
        lines += _officers(rung[each], draft.officers[each], wishes.country)
    return "\n".join(lines) + "\n"


def _in_braces(settings: dict[str, str]) -> str:
    given = ", ".join(f"{name}: {value}" for name, value in settings.items() if value)
    return f"{{{given}}}" + "".join(f"  # {name}: to be written" for name, value in settings.items() if not value)


def _language_name(code: str) -> str:
    """What a language calls itself (CLDR), empty where that is not known."""
    try:
        return str(Locale.parse({"cmn": "zh"}.get(code, code)).get_language_name() or "")
    except (ValueError, UnknownLocaleError):
        return ""


def _officers(name: str, officers: DraftOfficers, country: str) -> Iterator[str]:
    if officers.comment:
        yield comment(officers.comment, 2)
    yield f"  {name}:"
    yield from written("title", {}, 4)
    if officers.numbers:
        quoted = ", ".join(f'"{number}"' for number in officers.numbers)
        yield f"    numbers: [{quoted}]"
    else:
        yield '    # numbers: to be written, such as ["+852 2220 0111"]'
    yield f"    ring: {'together' if officers.together else 'in order'}"
    yield f"    seconds: {min(max(officers.seconds, 5), 120)}"
    if any(country_of(number, country) != country for number in officers.numbers):
        yield "    abroad: yes"


def telephone(text: str, country: str) -> str:
    """The number in E.164 when it is one that may be rung, as it is dialled in `country`; empty otherwise."""
    try:
        number = read_telephone(text, country)
    except ValueError:
        return ""
    return number if number.startswith("+") else ""

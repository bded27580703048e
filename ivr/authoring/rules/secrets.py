"""Rules about what callers key that nobody else may know."""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.rules.tables import table_of, tells_as_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import secrets_of
from ivr.authoring.site.texts import texts_of
from ivr.authoring.site.ways import NodeWay, ways_of
from ivr.authoring.yaml.marks import Path
from ivr.engine.filing import ENTRY
from ivr.engine.known import AS_OF
from ivr.translation import NOTHING, Sentence, said
from ivr.words import placeholders

COUNT = "count"
"""What a text calls the number of rows that were found."""


@rule(Stage.PATHS)
def secret_kept_too_long(site: Site) -> Iterator[Problem]:
    """A secret that is forgotten before the enquiry that needs it.

    What a caller keys under `secret: yes` is forgotten once no look-up ahead needs it, and another department knows
    nothing of it. A way must lead from the node that asks for it to the enquiry without leaving the department.

    FAIL `ask` (secret) → a `menu` of another department → `enquiry`
    PASS `ask` (secret) → another `ask` (secret) → `enquiry`
    """
    ways = ways_of(site)
    asking: dict[tuple[str, str], list[PlacedNode]] = {}
    for ask, field in secrets_of(site):
        asking.setdefault((ask.department, field), []).append(ask)
    for placed in site.nodes:
        for column, field in placed.node.enquiry.match.items() if placed.node.enquiry else ():
            asked = asking.get((placed.department, field), [])
            if asked and not any(_leads_to(ways, ask, placed) for ask in asked):
                yield _forgotten(placed, column, field, asked[0])


def _leads_to(ways: Mapping[str, tuple[NodeWay, ...]], ask: PlacedNode, enquiry: PlacedNode) -> bool:
    """Whether a way leads there that never leaves the department."""
    seen: set[str] = set()
    waiting = [ask.name]
    while waiting:
        name = waiting.pop()
        if name == enquiry.name:
            return True
        if name not in seen and name.partition("/")[0] == ask.department:
            seen.add(name)
            waiting += (way.to for way in ways.get(name, ()))
    return False


def _forgotten(placed: PlacedNode, column: str, field: str, ask: PlacedNode) -> Problem:
    line = ask.document.place_of(ask.path, name=True).line
    message = said('"{field}" is secret and forgotten before this enquiry.', field=field)
    hint = said(
        'Let "{node}" (line {line}), which asks for it, lead here within this department.',
        node=ask.path[-1],
        line=line,
    )
    return placed.document.problem((*placed.path, "match", column), "secret-kept-too-long", message, hint)


@rule(Stage.PATHS)
def secret_spoken(site: Site) -> Iterator[Problem]:
    """A secret in a text. What is secret is never said.

    FAIL `say: {en: "Your PIN is {pin}."}` where `pin` is kept with `secret: yes`
    PASS `say: {en: "Thank you."}`
    """
    secrets = {(placed.department, field) for placed, field in secrets_of(site)}
    for text in texts_of(site):
        if text.placed is None:
            continue
        filled = columns_of(site, text.placed, text.path)
        for code, words in text.by_language.items():
            for name in placeholders(words):
                if (text.placed.department, name) in secrets - {(text.placed.department, column) for column in filled}:
                    message = said('"{place}" is secret and must not be spoken.', place=f"{{{name}}}")
                    yield text.document.problem_with_word((*text.path, code), f"{{{name}}}", "secret-spoken", message)


def columns_of(site: Site, placed: PlacedNode, path: Path) -> set[str]:
    """What fills the places of a text of an enquiry, or of a row filed, which stands at `path`, before the fields do."""
    enquiry, setting = placed.node.enquiry, path[len(placed.path) :]
    if placed.node.files and setting in placed.node.files.numbers:
        return {ENTRY}
    if enquiry is None:
        return set()
    table = table_of(site, enquiry) if setting in enquiry.rows else None
    filled = {COUNT} if setting in enquiry.counts else set(table.told) if table else set()
    return filled | ({AS_OF} if tells_as_of(site, enquiry, setting) else set())


@rule(Stage.PATHS)
def secret_carried(site: Site) -> Iterator[Problem]:
    """A secret or private field among what goes on with the call, to officers, into a message or a case.

    What is secret is told to nobody, what is private to its caller only.

    FAIL `with: [pin]` where `pin` is kept with `secret: yes`, or with `private: yes`
    PASS `with: [card]`
    """
    hidden = {(placed.department, field) for placed in site.nodes for field in _hidden_at(site, placed)}
    for placed in site.nodes:
        for place, field in enumerate(placed.node.fields_carried):
            if (placed.department, field) in hidden:
                message = said('"{field}" is secret or private and goes on to nobody.', field=field)
                hint = said("Leave it out; who helps the caller can ask for it.")
                yield placed.document.problem((*placed.path, "with", str(place)), "secret-carried", message, hint)


def _hidden_at(site: Site, placed: PlacedNode) -> Iterator[str]:
    """The fields that are secret or private: asked for here, or kept of a private column."""
    yield from (*placed.node.secrets, *placed.node.privates)
    enquiry = placed.node.enquiry
    table = table_of(site, enquiry) if enquiry else None
    for name, column in enquiry.keeps.items() if enquiry and table else ():
        if table and column in table.columns and table.columns[column].private:
            yield name


@rule(Stage.PATHS)
def secret_unused(site: Site) -> Iterator[Problem]:
    """A secret that nothing checks: whatever is keyed, the caller comes through.

    No look-up matches it, and no switch decides by it. A caller takes what comes next for guarded.

    FAIL `ask` (secret, `keep: birth`) → `enquiry` with `match: {number: number}`
    PASS `ask` (secret, `keep: birth`) → `enquiry` with `match: {number: number, birth: birth}`
    """
    read: set[tuple[str, str]] = set()
    for placed in site.nodes:
        if placed.node.enquiry:
            read |= {(placed.department, field) for field in placed.node.enquiry.fields_read}
        if placed.node.decision:
            read.add((placed.department, placed.node.decision.on))
    for placed, field in secrets_of(site):
        if (placed.department, field) not in read:
            message = said('"{field}" is secret, and nothing checks it.', field=field)
            hint = said("Let the enquiry behind it `match` it too, or do not ask for it.")
            yield placed.document.problem((*placed.path, "keep"), "secret-unused", message, hint, level="warning")


@rule(Stage.PATHS)
def lock_without_key(site: Site) -> Iterator[Problem]:
    """A lock that can lock nothing, or everybody: its key is not what callers key beside a secret.

    FAIL `lock: {key: password, …}`, which is the secret itself; or a key that the enquiry does not match; or one that a
    choice notes, which all callers share; or a lock where nothing that is matched is secret
    PASS `match: {tin: tin, password: password}` and `lock: {key: tin, …}`
    """
    secrets = {(placed.department, field) for placed, field in secrets_of(site)}
    asked = {(placed.department, field) for placed in site.nodes for field in placed.node.fields_kept}
    for placed in site.nodes:
        enquiry = placed.node.enquiry
        if enquiry and enquiry.locked_by:
            here, matched = placed.department, set(enquiry.match.values())
            if why := _why_no_key((here, enquiry.locked_by), {(here, field) for field in matched}, secrets, asked):
                hint = said("Let callers key it, and a secret beside it; `match` both.")
                yield placed.document.problem((*placed.path, "lock", "key"), "lock-without-key", why, hint)


def _why_no_key(
    key: tuple[str, str], matched: set[tuple[str, str]], secrets: set[tuple[str, str]], asked: set[tuple[str, str]]
) -> Sentence:
    name = key[1]
    if key not in matched:
        return said('this enquiry does not match "{field}".', field=name)
    if key in secrets:
        return said('"{field}" is the secret itself.', field=name)
    if key not in asked:
        return said('callers do not key "{field}": who locks it locks it for all.', field=name)
    return NOTHING if matched & secrets else said("nothing that is matched here is secret.")

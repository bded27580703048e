"""The rule about values: what a field or a column can be, and what depends on it, matches it or is filed there."""

from collections.abc import Collection, Iterator

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.fields import as_kept
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.tables import formats_known, kept_as, noted_in, table_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import fields_of
from ivr.authoring.yaml.marks import Path
from ivr.engine.node_facts import Decision
from ivr.translation import Sentence, said
from ivr.words import Format, values_of

SITE_NAMES = {"language": "languages", "hotline": "hotlines"}
"""What is known of every call that has a name in `flows.yaml`, and what of the site has such names."""


@rule()
def unknown_case(site: Site) -> Iterator[Problem]:
    """A case of a switch, or of what an enquiry has found, that can never hold; or a match that no row can have.

    Cases are written as the field is kept, or as the column is read: a date as 2026-11-23, an amount as 480.50. A column
    with a list of values has these and no others.

    FAIL `on: language` with `cases: {eng: …}`; `on: due` with `cases: {none: …}` where that is an amount of money
    PASS `on: language` with `cases: {en: …}`; `on: due` with `cases: {"0.00": …}`
    """
    formats = {name: formats_known(site, name) for name in site.departments}
    for placed in site.nodes:
        decision, enquiry = placed.node.decision, placed.node.enquiry
        if decision:
            known = _possible_values(site, placed.department, decision.on)
            noted = decision.on in noted_in(site, placed.department)  # of which field-formats tells
            form = "text" if noted else formats[placed.department].get(decision.on, "text")
            yield from _cases(site, placed, ("cases",), decision, form, known)
        if enquiry and (table := table_of(site, enquiry)):
            columns = table.shape("", site.home).columns
            if enquiry.decides:
                form, known = columns.get(enquiry.decides.on, "text"), table.values_of(enquiry.decides.on)
                yield from _cases(site, placed, ("found", "cases"), enquiry.decides, form, known)
            for column, field in enquiry.match.items():
                never = never_held(site, placed.department, field, column, columns.get(column, "text"))
                if never:
                    yield placed.document.problem((*placed.path, "match", column), "unknown-case", *never)


def _cases(
    site: Site, placed: PlacedNode, setting: Path, decision: Decision, form: Format, known: Collection[str]
) -> Iterator[Problem]:
    """The cases that are none of the values that are known, or no value of that format."""
    for case in sorted(decision.cases):
        path, written = (*placed.path, *setting, case), as_kept(case, form, site.home)
        if known and case not in known:
            hint = did_you_mean(case, known) or said("It is {known}.", known=one_of(sorted(known)))
        elif written != case:
            hint = said('Write "{written}".', written=written) if written else said("It is kept as {form}.", form=form)
        else:
            continue
        message = said('"{field}" is never "{case}".', field=decision.on, case=case)
        yield placed.document.problem(path, "unknown-case", message, hint, name=True)


def never_held(site: Site, department: str, field: str, column: str, form: Format) -> tuple[Sentence, Sentence] | None:
    """What is wrong, and what to do, where a field can be what a column with a list of values never holds."""
    values, known = values_of(form), _possible_values(site, department, field)
    if never := sorted(known.difference(values)) if values else []:
        message = said(
            '"{field}" may be "{value}", and "{column}" never is.', field=field, value=never[0], column=column
        )
        return message, did_you_mean(never[0], values) or said("It is {known}.", known=one_of(values))
    now = formats_known(site, department).get(field, form)
    if not values or known or any(as_kept(value, now, site.home) == value for value in values):
        return None
    message = said('"{field}" is {now}, and the column is {form}.', field=field, now=now, form=form)
    return message, said("It is {known}.", known=one_of(values))


def _possible_values(site: Site, department: str, field: str) -> frozenset[str]:
    """Every value the field can have; empty when it may have any."""
    nodes = [placed for placed in site.departments[department].nodes.values() if field in fields_of(placed)]
    if field in SITE_NAMES and not nodes:
        return frozenset(site.names_in(SITE_NAMES[field]))
    if not site.departments[department].whole:
        return frozenset()
    each = [_values_given(site, placed, field) for placed in nodes]
    return frozenset().union(*each) if all(each) else frozenset()


def _values_given(site: Site, placed: PlacedNode, field: str) -> frozenset[str]:
    """The values that a node can give a field; empty when it may give any."""
    formats = [form for name, form, _ in kept_as(site, placed) if name == field]
    noted = [keeps[field] for _, keeps in placed.groups("keeps") if field in keeps]
    listed = [value for form in formats for value in values_of(form)]
    anything = not all(map(values_of, formats)) or (field in placed.node.fields_found and not formats)
    return frozenset() if anything else frozenset((*noted, *listed))

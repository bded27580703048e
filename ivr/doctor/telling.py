"""What was found, as people read it in their language, and as programs do."""

import json
from collections.abc import Mapping, Sequence

from ivr.doctor.checks import CHECKS
from ivr.doctor.diagnosis import STATES, Diagnosis, State
from ivr.doctor.kept_looks import Look
from ivr.translation import Sentence, in_language, said

WORDS: Mapping[State, Sentence] = {
    "good": said("good"),
    "warning": said("warning"),
    "wrong": said("wrong"),
    "unknown": said("not known"),
    "needless": said("not needed"),
}


def report_text(look: Look, locale: str) -> str:
    """All that was found, a line each, with what to do below; and how many of each."""
    titles = {check.name: check.title for check in CHECKS}
    lines = [told_in_a_line(titles[name], finding, locale) for name, finding in look.findings.items()]
    return "\n".join([*lines, "", told_in_all([each.state for each in look.findings.values()], locale)])


def report_json(look: Look, locale: str) -> str:
    """The same for programs: a list of objects with check, state, what, why and do."""
    titles = {check.name: check.title for check in CHECKS}
    rows = [
        {
            "check": name,
            "state": found.state,
            "what": in_language(titles[name], locale),
            "why": in_language(found.why, locale),
            "do": in_language(found.do, locale),
        }
        for name, found in look.findings.items()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def told_in_a_line(title: Sentence, finding: Diagnosis, locale: str) -> str:
    """How one thing is, and on a line below what to do."""
    state, what, why, do = (
        in_language(each, locale) for each in (WORDS[finding.state], title, finding.why, finding.do)
    )
    line = said("{state}: {what}. {why}", state=state, what=what, why=why)
    return in_language(line, locale) + (f"\n    → {do}" if do else "")


def told_in_all(states: Sequence[State], locale: str) -> str:
    """How many things are how."""
    counts = [f"{in_language(WORDS[state], locale)} {states.count(state)}" for state in STATES if state in states]
    return " · ".join(counts)

"""`python -m bench.storm`: a storm over a hotline on each database, and whether anybody or anything was lost.

Ends with 1 when something was. It needs libfaketime (Debian: `apt-get install faketime`) to step clocks, and to be root
to give the hotline a disk of its own; without them it says what it leaves out.
"""

import argparse
import os
import re
import sys
from collections import Counter

from bench.storm.hotline import FAKETIME
from bench.storm.storming import Outcome, Storm, storm_over

KINDS = ("sqlite", "postgresql")
MOST_SHOWN, MOST_SLOW = 20, 5
CALL = re.compile("CA[0-9a-f]{32}")


def main() -> None:
    """Let it storm, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.storm", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long on each database (10)")
    parser.add_argument("--callers", type=int, default=10, help="how many at a time (10)")
    parser.add_argument("--seed", type=int, default=1, help="what the order of things is drawn from (1)")
    parser.add_argument("--only", action="append", default=[], help="a fault by name, such as 'worker hung'")
    parser.add_argument("--without", action="append", default=[], help="a fault that is not to happen")
    parser.add_argument("--on", choices=KINDS, help="one database alone")
    given = parser.parse_args()
    if FAKETIME is None:
        print("libfaketime is not installed: clocks are left alone.")
    if os.geteuid():
        print("Not root: in place of a full disk, writing is forbidden by a limit.")
    storm = Storm(given.minutes * 60, given.callers, given.seed, tuple(given.only), tuple(given.without))
    outcomes: dict[str, Outcome] = {}
    for kind in (kind for kind in KINDS if given.on in (None, kind)):
        outcomes[kind] = outcome = storm_over(kind, storm)
        print(f"\n{table({kind: outcome})}\n\n{details(outcome)}", flush=True)
    print(f"\n{table(outcomes)}")
    sys.exit(any(outcome.findings or outcome.dead or outcome.spooled for outcome in outcomes.values()))


def table(outcomes: dict[str, Outcome]) -> str:
    """One line a storm, in Markdown."""
    lines = ["| database | calls | dead | lost | doubled | longest wait, s |", "| --- | --- | --- | --- | --- | --- |"]
    for kind, outcome in outcomes.items():
        found = outcome.findings
        counts = (len(outcome.made), len(outcome.dead), len(found.lost), len(found.doubled))
        lines.append(f"| {kind} | {' | '.join(map(str, counts))} | {outcome.longest:.1f} |")
    return "\n".join(lines)


def details(outcome: Outcome) -> str:
    """What happened, how calls ended, and each thing that is wrong."""
    ends = Counter(memory.end for memory in outcome.made)
    references = sum(len(memory.references) for memory in outcome.made)
    lines = [
        f"faults: {_counted(outcome.happened)}",
        f"calls ended: {_counted(ends)}; references spoken: {references}; still in the spool: {outcome.spooled}; "
        f"told that what they left might not be kept: {outcome.told}",
        f"the log's warnings: {_counted(outcome.said)}",
    ]
    slowest = sorted(outcome.made, key=lambda memory: -memory.longest)[:MOST_SLOW]
    lines += [f"waited {memory.longest:.1f} s: {memory.sid}: {'; '.join(memory.acts)}" for memory in slowest]
    wrong = {name: found for name, found in vars(outcome.findings).items() if found}
    for end in ("dead", "turned away"):
        wrong[end] = [f"{memory.sid}: {_short(memory.trouble)}" for memory in outcome.made if memory.end == end]
    for name, found in wrong.items():
        lines += [f"{name}: {len(found)}", *(f"  {one}" for one in found[:MOST_SHOWN])] if found else []
    blamed = dict.fromkeys(sid for found in wrong.values() for one in found for sid in CALL.findall(one))
    return "\n".join((*lines, *(_history(outcome, sid) for sid in list(blamed)[:MOST_SHOWN])))


def _history(outcome: Outcome, sid: str) -> str:
    """What the caller did, and what is kept of the call."""
    acts = next((memory.acts for memory in outcome.made if memory.sid == sid), [])
    return "\n  ".join((f"{sid}: {'; '.join(acts)}", *outcome.kept.get(sid, ())))


def _short(trouble: str) -> str:
    """Without what the HTTP library says at length behind the carrier's number of the error."""
    return re.sub(r"(\(error \d+\)).*", r"\1", trouble, flags=re.DOTALL)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(counts.items())) or "none"


if __name__ == "__main__":
    main()

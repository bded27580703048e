"""One word, one thing: a class name of the program means one class."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERBS = {
    "Say",
    "Play",
    "Record",
}  # the engine's instruction, and the carrier's verb of that name as a telephone obeys it


def test_no_two_classes_have_one_name():
    places = defaultdict(set)
    for path in (ROOT / "ivr").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].add(str(path.relative_to(ROOT)))
    twice = {name: sorted(where) for name, where in places.items() if len(where) > 1 and name not in VERBS}
    assert twice == {}

"""Makes `bootstrap-dark.css` out of Bootstrap's own dark rules: in force by the reader's preference, not an attribute.

    python tests/web/desk/dark_rules.py

Bootstrap ships them under `[data-bs-theme=dark]`, an attribute only a script could set in time; the page includes this
file with `media="(prefers-color-scheme: dark)"`.
"""

import re
from pathlib import Path

VENDOR = Path(__file__).parents[3] / "ivr" / "web" / "desk" / "static" / "vendor"
RULE = re.compile(r"([^{}]*\[data-bs-theme=dark\][^{}]*)(\{[^{}]*\})")
BEGINNING = "/* Bootstrap 5.3.9's rules for dark pages (MIT), taken out by tests/web/desk/dark_rules.py */\n"


def dark_rules() -> str:
    """The style sheet."""
    css = (VENDOR / "bootstrap.min.css").read_text("utf-8")
    rules = (f"{selector.replace('[data-bs-theme=dark]', ':root')}{body}\n" for selector, body in RULE.findall(css))
    return BEGINNING + "".join(rules)


if __name__ == "__main__":
    (VENDOR / "bootstrap-dark.css").write_text(dark_rules(), "utf-8")

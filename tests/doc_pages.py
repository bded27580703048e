"""The pages people read, block by block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCED = re.compile(r"^ *```(?P<label>[^\n]*)\n(?P<text>.*?)^ *```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, its line, what stands behind the fence (a language, then words), and inside."""

    page: str
    line: int
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def language(self) -> str:
        """The first word of the label."""
        return self.label.partition(" ")[0]

    @property
    def about(self) -> str:
        """The rest of the label: a file, a part of one, or nothing."""
        return self.label.partition(" ")[2]


def blocks(pages: tuple[Path, ...] = tuple(PAGES)) -> Iterator[Block]:
    """Every fenced block of the pages, in order."""
    for page in pages:
        content = page.read_text("utf-8")
        for found in FENCED.finditer(content):
            line = content.count("\n", 0, found.start()) + 1
            yield Block(str(page.relative_to(ROOT)), line, found["label"].strip(), found["text"])

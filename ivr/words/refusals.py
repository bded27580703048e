"""Why a text cannot be taken."""

from ivr.translation import Sentence


class NotTaken(ValueError):
    """A text that is no value or no template, and `why`."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why

"""One trial after another: send the requests of an example, and stop at the first bad reply."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, settings

from bench.fuzzing.judging import faults
from bench.fuzzing.requests import examples
from bench.fuzzing.target import Sent, Target


class BadReplyError(AssertionError):
    """A reply was not what it must be; tells which requests led there."""


@dataclass
class Trial:
    """Sends to `target`, and counts the replies by their status."""

    target: Target
    replies: Counter[int] = field(default_factory=Counter)

    def run(self, example: Sequence[Sent]) -> None:
        """Send them all. Raises BadReplyError, and what the application raises."""
        self.target.begin()
        for sent in example:
            reply = self.target.send(sent)
            self.replies[reply.status] += 1
            wrong = list(faults(sent, reply, self.target))
            if wrong:
                told = "\n".join(map(repr, example))
                raise BadReplyError(f"{told}\nthe reply to {sent.method} {sent.target[:200]}: {'; '.join(wrong)}")

    def __str__(self) -> str:
        """How much was sent."""
        told = ", ".join(f"{status}: {times}" for status, times in sorted(self.replies.items()))
        return f"{self.replies.total()} requests, replies by status {told}"


def as_property(trial: Trial, most: int) -> Callable[[], None]:
    """The property that hypothesis runs on `most` examples; nothing is written to disk, and nothing is too slow."""

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(examples(trial.target))
    def every_reply_is_well_formed(example: list[Sent]) -> None:
        trial.run(example)

    return every_reply_is_well_formed

"""What is told of the words of a closed vocabulary is told of all of them."""

from typing import Literal

import pytest

from ivr.engine.vocabulary import complete

Answer = Literal["yes", "no"]


def test_what_is_told_of_every_word_is_given_back() -> None:
    assert complete({"yes": 1, "no": 0}, Answer) == {"yes": 1, "no": 0}
    assert complete(("no", "yes"), Answer) == ("no", "yes")


@pytest.mark.parametrize("told", [("yes",), ("yes", "no", "perhaps"), ()])
def test_a_word_that_is_missing_or_unknown_is_named(told: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match=r"no|perhaps"):
        complete(told, Answer)

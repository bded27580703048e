"""A sentence written down so that it can still be told in another language when it is read again."""

from typing import Any

from ivr.translation.sentences import NOTHING, Sentence, as_it_stands, said


def sentence_to_json(sentence: str) -> Any:
    """A sentence as JSON; of one that is counted or has a context, only its English."""
    if not isinstance(sentence, Sentence) or sentence.several or sentence.context:
        return str(sentence)
    return {
        "text": sentence.template,
        "values": {name: sentence_to_json(each) for name, each in sentence.values.items()},
    }


def sentence_from_json(kept: Any) -> Sentence:
    """The sentence that was kept. Raises KeyError and TypeError for what is none."""
    if isinstance(kept, str):
        return as_it_stands(kept) if kept else NOTHING
    values = {
        name: each if isinstance(each, str) else sentence_from_json(each) for name, each in kept["values"].items()
    }
    return said(str(kept["text"]), **values)

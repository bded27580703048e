"""What only this caller may hear: how it is written where it is kept, and filled in again.

Whatever is kept of a call (its words, its state, what happened) has BLANK in the place of what is private or secret.
When the carrier repeats a request, the turn is taken once more from that very request, and what it makes fills them.
"""

from collections.abc import Iterable, Mapping, Sequence

from ivr.engine.call import Call, Told
from ivr.engine.edition import Edition
from ivr.engine.instructions import Ask, Instruction, Say, Transfer
from ivr.engine.values import replace

BLANK = "****"


def blanked(instruction: Instruction) -> Instruction:
    """The instruction as it is kept, its private words blank."""
    match instruction:
        case Say():
            return _blanked(instruction) if instruction.private else instruction
        case Ask() if says_private(instruction.prompts):
            return replace(instruction, prompts=tuple(map(blanked, instruction.prompts)))
        case Transfer() if instruction.whisper.private:
            return replace(instruction, whisper=_blanked(instruction.whisper))
    return instruction


def says_private(instructions: Iterable[Instruction]) -> bool:
    """Whether anything private is said."""
    for each in instructions:
        if each.private if isinstance(each, Say) else any(say.private for say in _says(each)):
            return True
    return False


def without_private(edition: Edition, call: Call) -> Call:
    """The call as it is kept: whatever it holds that is private or secret is blank; itself where nothing is."""
    if not (call.rows or call.told or call.unheard or any(map(edition.is_hidden, call.fields))):
        return call
    fields = {name: BLANK if edition.is_hidden(name) else value for name, value in call.fields.items()}
    rows = tuple(_blanked_row(row, edition.private_columns(call.node)) for row in call.rows)
    unheard = tuple(map(blanked, call.unheard))
    told = tuple(_blanked_answer(edition, answer) for answer in call.told)
    if (fields, rows, unheard, told) == (dict(call.fields), call.rows, call.unheard, call.told):
        return call
    return replace(call, fields=fields, rows=rows, unheard=unheard, told=told)


def has_blanks(edition: Edition, kept: Call) -> bool:
    """Whether anything of a call was left out where it was kept."""
    fields = any(value == BLANK and edition.is_hidden(name) for name, value in kept.fields.items())
    rows = (*kept.rows, *(row for answer in kept.told for row in answer.rows))
    return fields or any(BLANK in row.values() for row in rows) or says_private(kept.unheard)


def filled_call(edition: Edition, kept: Call, own: Call) -> Call | None:
    """The call that was kept with the blanks filled from `own`; None where that does not have what a field held.

    Rows to be repeated that are not the same any more are looked up again when they are asked for, but for those of an
    answer on the way.
    """
    blank = [name for name, value in kept.fields.items() if value == BLANK and edition.is_hidden(name)]
    if any(own.fields.get(name, BLANK) == BLANK for name in blank):
        return None
    fields = {**kept.fields, **{name: own.fields[name] for name in blank}}
    same_rows = without_private(edition, own).rows == kept.rows
    rows = own.rows if same_rows else () if any(BLANK in row.values() for row in kept.rows) else kept.rows
    told = own.told if without_private(edition, own).told == kept.told else ()
    return replace(kept, fields=fields, rows=rows, told=told, unheard=filled_words(kept.unheard, own.unheard) or ())


def filled_words(kept: Iterable[Instruction], own: Iterable[Instruction]) -> tuple[Instruction, ...] | None:
    """What was kept with the blanks filled from what `own` says; None where that says something else."""
    spoken = [say for each in own for say in _says(each) if say.private]
    try:
        return tuple(_filled(each, spoken) for each in kept)
    except ValueError:
        return None


def _filled(kept: Instruction, spoken: list[Say]) -> Instruction:
    """Fill what is said with the first of what was `spoken` that differs in nothing else, and that only once."""
    match kept:
        case Say() if kept.private:
            at = [_blanked(say) for say in spoken].index(kept)
            return spoken.pop(at)
        case Ask():
            return replace(kept, prompts=tuple(_filled(prompt, spoken) for prompt in kept.prompts))
        case Transfer():
            return replace(kept, whisper=_filled(kept.whisper, spoken))
    return kept


def _says(instruction: Instruction) -> Sequence[Say]:
    match instruction:
        case Say():
            return (instruction,)
        case Ask():
            return [prompt for prompt in instruction.prompts if isinstance(prompt, Say)]
        case Transfer():
            return (instruction.whisper,)
    return ()


def _blanked(say: Say) -> Say:
    text, private, done = "", [], 0
    for begin, end in say.private:
        text += say.text[done:begin]
        private.append((len(text), len(text) + len(BLANK)))
        text, done = text + BLANK, end
    return replace(say, text=text + say.text[done:], private=tuple(private))


def _blanked_answer(edition: Edition, answer: Told) -> Told:
    private = edition.private_columns(answer.node)
    return answer._replace(rows=tuple(_blanked_row(row, private) for row in answer.rows)) if answer.rows else answer


def _blanked_row(row: Mapping[str, str], private: frozenset[str]) -> Mapping[str, str]:
    """A row without what is private in it; a text in several languages has a column for each."""
    if not private:
        return row
    return {name: BLANK if name.partition(".")[0] in private else text for name, text in row.items()}

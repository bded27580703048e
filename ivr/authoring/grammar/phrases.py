"""The system's own phrases: every name that the engine, the node kinds and the switchboard speak, and its places.

The texts are in `prompts/<language>/phrases.yaml`; here is what the program counts on finding there.
"""

from collections.abc import Mapping

from ivr.closures.wishes import REASONS
from ivr.engine.case_table import PHRASES as OF_CASES
from ivr.engine.grammar import KEYS

_WITH_PLACES = {
    "choose_language": "key",
    "greeting": "title",
    "now_answering": "title",
    "choice": "label key",
    "way_repeat": "label key",
    "way_choices": "label key",
    "way_back": "label key",
    "way_hear_recording": "label key",
    "way_record_again": "label key",
    "way_keep_recording": "label key",
    "way_main": "label key",
    "way_officer": "label key",
    "entry_too_short": "given expected",
    "entry_too_long": "given expected",
    "entry_too_short_for_span": "given least most",
    "entry_too_long_for_span": "given least most",
    "entry_amount_range": "least most",
    "read_back": "entry",
    "found_several": "count",
    "open_now": "when",
    "opens_again": "when",
    "closed_for": "reason",
    "closure_announced": "reason",
    "whisper_caller": "title",
    "whisper_topic": "title topic",
    "feedback_thanks": "reference",
    "reference_again": "reference",
}
_WITHOUT = """
goodbye call_too_long apology left_unkept left_unkept_last number_unknown
silence_1 silence_2 silence_last wrong_1 wrong_2 wrong_last
tries_ran_out anything_else
how_date how_amount how_letters then_hash entry_digits_silence entry_wrong_check entry_not_a_date entry_date_past
entry_date_future entry_not_an_amount entry_not_letters entry_unclear entry_last read_back_keys found_none
found_none_last unavailable
open_always closed_now closure_typhoon closure_rainstorm closure_power closure_other transferring officer_busy
officer_unanswered officer_failed record_message recording_notice recording_left your_recording
recorded_nothing message_thanks call_back_offer call_back_offer_withheld call_back_key call_back_wrong
whisper_press
feedback_choose feedback_complaint feedback_suggestion feedback_compliment feedback_request feedback_record
"""

HEARD = frozenset(f"words_{name}" for name in ("officer", "back", "repeat", "main", "yes", "no"))
"""Phrases that nobody speaks but callers: the words they may say, with commas."""

OF_SOME_NODES: Mapping[str, str] = {
    **{f"how_date_{form}": "" for form in ("ddmmyy", "ddmm", "mmddyyyy", "mmddyy", "mmdd", "yyyymmdd")},
    "entry_no_such_day": "",
    "entry_date_too_early": "first",
    "entry_date_too_late": "last",
    "entry_number_range": "least most",
    "entry_not_a_phone": "",
    "entry_closed_day": "",
    "entry_closed_day_for": "reason",
    "entry_offered_day": "day",
    "yes_or_no_keys": "",
    **dict.fromkeys(("rating_offer", "rating_keys", "rating_thanks"), ""),
    "rating_scale": "least most",
    **dict.fromkeys(("text_offer", "text_offer_withheld", "text_wrong", "text_coming", "text_not_now"), ""),
    **dict.fromkeys(("text_full", "text_full_for_number"), ""),
    "way_no_text": "label key",
    "filing_taken": "",
    "message_is_case": "reference",
    "filing_full": "",
    "filing_unavailable": "",
    "whisper_given": "name value",
    "found_next": "",
    "way_more": "label key",
    **dict.fromkeys(sorted(OF_CASES), ""),
}
"""Phrases that some nodes say, and their places; a site without such nodes may do without them."""

KEYS_CALLED = frozenset(f"key_{key}" for key in KEYS)
"""What keys are called, in a language that calls them otherwise than the system does."""

OPTIONAL = HEARD | {
    *KEYS_CALLED,
    *OF_SOME_NODES,
    *("may_speak", "did_you_mean", "which_one", "not_open_yet"),
    *("log_in_last", "found_more", "found_first", "call_back_own", "call_back_none"),
    *("left_unkept_number", "left_unkept_number_last"),
    *("call_back_full", "messages_full", "messages_full_for_caller"),
    *("no_officers", "other_languages", "officers_limited", "way_record_more", "record_more"),
    *("way_ring_again", "way_ring_no_more"),
    *("line_down", "line_down_no_officers", "line_down_at_last"),
    *(f"closure_words_{reason}" for reason in REASONS),
    *("reply_case", "reply_greeting", "reply_unanswered", "reply_busy", "reply_failed"),
}
"""Phrases that a site may do without; one that English has is needed in every language."""

PHRASES: Mapping[str, frozenset[str]] = {
    **{name: frozenset(places.split()) for name, places in _WITH_PLACES.items()},
    **{name: frozenset() for name in (*_WITHOUT.split(), *sorted(OPTIONAL))},
    **{name: frozenset(places.split()) for name, places in OF_SOME_NODES.items()},
    "did_you_mean": frozenset({"label"}),
    "other_languages": frozenset({"key"}),
    "officers_limited": frozenset({"until"}),
    "way_record_more": frozenset({"label", "key"}),
    **dict.fromkeys(("found_more", "found_first"), frozenset({"count"})),
    **dict.fromkeys(("way_ring_again", "way_ring_no_more"), frozenset({"label", "key"})),
    "reply_case": frozenset({"title", "reference"}),
    "reply_greeting": frozenset({"title"}),
    **dict.fromkeys(("line_down", "line_down_no_officers"), frozenset({"title"})),
}
"""The places that may be filled in each phrase, by its name."""

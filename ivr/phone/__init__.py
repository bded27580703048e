"""A telephone for tests: rings a hotline over its webhooks, executes its TwiML, and tells what a caller hears.

It does what the carrier would: signs every request, follows the document verb by verb, waits where a caller must act.
It shares nothing with the hotline it rings, neither the signing nor the reading of XML, so that a mistake made there
is not made here as well. Time is virtual: nothing ever sleeps. An answer that a carrier would refuse, or would accept
only with a warning, raises PhoneFault.
"""

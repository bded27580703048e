"""The only code that knows Twilio: instructions become TwiML, forms become what was heard, signatures are checked.

Source of all formats: Twilio's pages "TwiML for Programmable Voice" and "Webhooks security". A carrier that keeps
the same contract (Somleng, SignalWire's compatible interface) is served as well.
"""

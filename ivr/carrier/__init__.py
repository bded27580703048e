"""The only code that knows a carrier: instructions become TwiML, forms become what was heard, signatures are checked.

Source of all formats: Twilio's pages "TwiML for Programmable Voice" and "Webhooks security". Other carriers keep the
same contract, but for what `carriers` tells of each.
"""

"""A telephone number that cannot be rung, or must not be: emergency services, premium-rate and foreign numbers.

Officers abroad are allowed with `abroad: yes` beside their numbers.

FAIL `numbers: [2220 01l1]`, with the letter L
PASS `numbers: [+852 2220 0111]`
"""

ID = "bad-number"

"""A day or moment that does not exist, or a closure that ends before it begins.

FAIL `review: 1/4/2027`
PASS `review: 2027-04-01`
"""

ID = "bad-date"

"""The doors of the system, one folder each: the carrier's webhooks, the test telephone, and the operator's checks."""

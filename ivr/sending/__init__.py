"""The ways out of the house: mail and webhooks. Each sends one thing, within its time, and says what was answered.

Nothing here knows the database: what is to be sent, how often it is tried and what came of it is the outbox's.
"""

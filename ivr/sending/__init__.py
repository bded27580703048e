"""The ways out of the house: mail, webhooks, text messages. Each sends one thing in its time, and says the answer.

Nothing here knows the database: what is to be sent, how often it is tried and what came of it is the outbox's.
"""

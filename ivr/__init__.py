"""Telephone enquiry hotlines written as YAML."""

__version__ = "0.1.0"

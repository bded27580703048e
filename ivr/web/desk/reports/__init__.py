"""Reports: what a committee asks of a span of days, on one page that prints, every table also as a file."""

from ivr.web.desk.reports.pages import add_reports

__all__ = ["add_reports"]

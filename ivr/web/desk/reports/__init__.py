"""Reports: what a committee asks of a span of days, on one page that prints, every table also as a file."""

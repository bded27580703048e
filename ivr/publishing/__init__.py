"""Publishing: editions put into service, decided about by two, compared, and written out again."""

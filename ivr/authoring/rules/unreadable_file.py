"""A file that could not be read, or that lies outside the site's folder.

FAIL a symbolic link to another folder
PASS the file itself
"""

ID = "unreadable-file"

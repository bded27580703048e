"""While this is imported, passwords are hashed with hardly any work: in hundreds of tests somebody signs in.

`OWN_HASHER` is the program's own.
"""

from argon2 import PasswordHasher

from ivr.web.desk.people import passwords

OWN_HASHER = passwords.HASHER
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords.NOBODYS = passwords._nobodys()

"""The processes of a server: the foreman, who holds the port and stays, and the crews that answer, one by one."""

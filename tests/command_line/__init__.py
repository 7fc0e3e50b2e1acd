"""The command line, command by command, against the sandbox on a real port."""

"""`python -m edgegap_client.cli` is the command line without the installed command `edgegap`."""

from . import main

if __name__ == "__main__":
    main()

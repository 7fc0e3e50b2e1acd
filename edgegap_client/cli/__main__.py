"""`python -m edgegap_client.cli`: the command line where the command `edgegap` is not installed."""

from . import main

if __name__ == "__main__":
    main()

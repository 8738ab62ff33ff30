"""Run the command line: ``python -m oilecon``."""

from oilecon.cli import main

main()

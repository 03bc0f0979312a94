"""``python -m flugblatt``: hands over to the command line."""

from flugblatt.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

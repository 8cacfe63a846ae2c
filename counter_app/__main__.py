"""`counter-app`, `python -m counter_app`."""

import sys


def main() -> None:
    """Run the command line."""
    from counter_app.cli import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()

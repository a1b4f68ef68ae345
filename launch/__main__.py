"""The words after ./portal."""

from __future__ import annotations

import sys

from launch import demo
from launch.terminal import SetupError

USAGE = """Usage:
  ./portal demo           set up everything and run the portal with demonstration data
  ./portal test [...]     set up everything and run the tests (further words go to pytest)
  ./portal setup          only set up, with the tools of development
The demonstration listens on 127.0.0.1, port 8000; PORT=8001 ./portal demo takes another.
"""


def main(words: list[str]) -> int:
    """Do what the words ask for; the number is the exit code."""
    match words:
        case ["demo"]:
            return demo.main()
        case ["test", *arguments]:
            return demo.test(arguments)
        case ["setup"]:
            demo.set_up(development=True)
            return 0
        case ["image"]:
            # The build of the container image: packages are there, secrets come when it runs.
            demo.build_image()
            return 0
        case ["help" | "--help" | "-h"]:
            sys.stdout.write(USAGE)
            return 0
    sys.stderr.write(USAGE)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

"""Runs pip for `make install`: shows how far it is, and says in one line what went wrong.

Standard library only: it runs before anything is installed, by path.
"""

import subprocess
import sys
from pathlib import Path

_PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]


def main(arguments: list[str]) -> int:
    """Install what the arguments say, as pip would; return the exit status."""
    total = sum(_count(argument) for argument in arguments)
    begun, last = 0, ""
    with subprocess.Popen([*_PIP, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            last = line.strip() or last
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                begun += 1
                name = line.removeprefix("Collecting ").removeprefix("Requirement already satisfied: ").split("=")[0]
                of = f" of {total}" if begun <= total else ""  # what PyTorch brings along nobody has counted
                _show(f"Installing: package {begun}{of} ({name.strip()})")
            elif line.startswith("Installing collected packages"):
                _show(f"Installing: unpacking {line.count(',') + 1} packages")
    _show("")
    if pip.returncode:
        sys.stderr.write(
            f"parley: pip could not install: {last}; check the network and the disk, then run make again\n"
        )
    return pip.returncode


def _count(argument: str) -> int:
    """Return how many packages an argument stands for: the pins of a requirements file, or one."""
    path = Path(argument)
    if path.suffix == ".txt":
        return sum("==" in line and not line.startswith("#") for line in path.read_text().splitlines())
    return int("==" in argument)


def _show(text: str) -> None:
    """Write over the line before; where there is no terminal, keep the log short."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{text:<78.78}" if text else "\n")
    elif "unpacking" in text:
        sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

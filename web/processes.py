"""Work that takes long is done in a process of its own, which gives way to customers."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import suppress

from app.settings import ROOT

_TOO_LONG = "it took too long"


async def run(*command: str, seconds: float) -> str | None:
    """Run a command of `parley` to its end; return why it failed, None where it did not."""
    here = (sys.executable, "-W", "ignore", "-m", "cli", *command)
    process = await asyncio.create_subprocess_exec(*here, cwd=ROOT, stdout=PIPE, stderr=STDOUT)
    try:
        said, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        return _TOO_LONG
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    last = (said.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
    return None if process.returncode == 0 else last.removeprefix("parley: ")[:300]

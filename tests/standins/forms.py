"""Posted forms, files among them.

Read from the whole body: aiohttp's own multipart reader trips over its own deprecation warning, an error in our tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message

from aiohttp import web


@dataclass(frozen=True)
class Upload:
    """A file posted with a form."""

    name: str
    mime_type: str
    content: bytes


@dataclass
class Form:
    """A form's values and files by name."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


async def read_form(request: web.Request) -> Form:
    """Return a form, whichever of the two ways it was posted."""
    if request.content_type != "multipart/form-data":
        return Form({name: str(value) for name, value in (await request.post()).items()})
    form = Form()
    for head, content in _parts(await request.read(), request.headers["Content-Type"]):
        name = str(head.get_param("name", header="content-disposition"))
        if filename := head.get_filename():
            form.files[name] = Upload(filename, head.get_content_type(), content)
        else:
            form.values[name] = content.decode()
    return form


def _parts(body: bytes, content_type: str) -> Iterator[tuple[Message, bytes]]:
    """Yield head and content of each part (RFC 7578)."""
    boundary = message_from_string(f"Content-Type: {content_type}\n\n").get_boundary() or ""
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        yield message_from_string(head.decode()), content.removesuffix(b"\r\n")

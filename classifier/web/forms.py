"""Reading a form that someone sent, no further than it may be long."""

from urllib.parse import parse_qsl

from starlette.requests import Request

# Five answers of 2,000 characters that each take twelve bytes in a form, and some room.
LONGEST_BODY = 256 * 1024
MOST_FIELDS = 20


class BodyTooLongError(Exception):
    """More was sent than any form of ours holds."""


async def read_form(request: Request, limit: int = LONGEST_BODY) -> dict[str, str]:
    """The fields of a form; of a field that stands there twice the last.

    Raises BodyTooLongError as soon as it is clear, without reading on, and ValueError for too many fields.
    """
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise BodyTooLongError
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLongError
    fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    return dict(fields)


def is_from_elsewhere(request: Request) -> bool:
    """Whether a browser says that a page of another site sent this. Older browsers do not say."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")

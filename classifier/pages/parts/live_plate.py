"""Large text and QR codes as HTML of our own: what comes from outside is escaped, and no markup gets through."""

from html import escape

import segno


def qr_picture(address: str, alt: str, size: str) -> str:
    """The QR code of an address as an HTML picture; ``size``: a length of CSS, of a side.

    Black on white with its own white edge, so that phones read it on a dark screen too.
    """
    source = segno.make_qr(address, error="m").svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
    return f'<img src="{escape(source)}" alt="{escape(alt)}" style="width:{size};aspect-ratio:1;display:block">'


def large(text: str, size: str, *, bold: bool = True) -> str:
    """A line of large text as HTML, in which markup stays text; ``size``: a length of CSS."""
    style = f"font-size:{size};font-weight:{700 if bold else 400};line-height:1.15;margin:0;overflow-wrap:anywhere"
    return f'<p style="{style}">{escape(text)}</p>'

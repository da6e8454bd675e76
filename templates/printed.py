"""SPEAK on paper: a letter as it is printed, with the address where an envelope shows it; changes none of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from templates import one_line

_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_STYLE = "margin:0 0 32px 0;line-height:1.4"


def printed(html: str, address: Sequence[str]) -> str:
    """The letter's page with these lines above it; the page itself where there are none."""
    if not address:
        return html
    lines = "<br>".join(escape(one_line(line)) for line in address)
    block = f'<p class="address" style="{_STYLE}">{lines}</p>'
    return _BODY.sub(lambda found: found[0] + block, html, count=1)

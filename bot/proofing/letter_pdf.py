"""A letter's HTML as a tagged PDF (PDF/UA-1), where the extra [pdf] is installed; fetches nothing from anywhere."""

from __future__ import annotations

from importlib.util import find_spec

NOT_HERE = "PDF needs the extra: pip install 'reviews-bot[pdf]'."


class PdfMissing(Exception):
    """No PDF can be made here; the sentence says what is to be installed."""


def available() -> bool:
    """Whether PDFs can be made here."""
    return find_spec("weasyprint") is not None


def pdf(html: str) -> bytes:
    """The page as a tagged PDF with its own title and language; equal pages give equal bytes. Raises PdfMissing."""
    if not available():
        raise PdfMissing(NOT_HERE)
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError:  # Pango, which it draws with, is no Python package
        raise PdfMissing("PDF needs Pango (libpango) beside the extra [pdf].") from None
    nothing = URLFetcher(allowed_protocols=())
    page = HTML(string=html, url_fetcher=nothing)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"letter")
    return made

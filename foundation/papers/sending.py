"""Sending a paper to whoever the calling view has permitted to read it."""

from flask import Response, abort

from foundation.files.sending import delivered
from foundation.papers.models import Paper


def delivered_paper(paper: Paper | None) -> Response:
    """Return the PDF of a paper; 404 for one that was forgotten or that the worker has yet to make."""
    if paper is None or paper.file is None:
        abort(404)
    return delivered(paper.file)

"""What every answer carries: security headers, compression, validators."""

import gzip

import brotli
from flask import Flask, Response, request

COMPRESS_FROM = 500
"""Shorter answers gain nothing from compression (bytes)."""

_TYPES = {
    "text/html",
    "application/json",
    "application/problem+json",
    "application/atom+xml",
    "application/xml",
    "text/csv",
    "text/plain",
}
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every answer carries, static files included."""


READ_FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
}
"""What lets programs in pages of other sites read the API, and know an answer again."""

ASKED_FROM_ANYWHERE = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What their browsers are told before they ask whether it is still the same."""


def install(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of the application, errors included."""

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.path.startswith("/api/") and request.method in {"GET", "HEAD", "OPTIONS"}:
            response.headers.update(READ_FROM_ANYWHERE)
            response.headers.update(ASKED_FROM_ANYWHERE if request.method == "OPTIONS" else {})
        return _compressed(_validated(response))


def _validated(response: Response) -> Response:
    if request.method in {"GET", "HEAD"} and response.status_code == 200 and not response.is_streamed:  # noqa: PLR2004
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def _compressed(response: Response) -> Response:
    if response.mimetype not in _TYPES or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < COMPRESS_FROM:
        return response
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if encoding:
        packed = brotli.compress(body, quality=4) if encoding == "br" else gzip.compress(body, 5, mtime=0)
        response.set_data(packed)
        response.headers["Content-Encoding"] = encoding
    return response

"""What every answer carries whatever the page: headers, a content policy with a nonce, cookie rules."""

import secrets

from flask import Flask, Response, g, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.config import Config

LONGEST_BODY = 60 * 1000 * 1000  # bytes: one file of 50 MB and the form around it
LONGEST_TYPING = 500 * 1000  # bytes of everything that is not a file
MOST_FIELDS = 1000
A_YEAR = 31_536_000  # seconds

# Nothing is allowed but what stands here (OWASP ASVS 5.0, 3.4.3). Scripts need the request's nonce, so a
# file that somebody uploaded cannot run; the modules that a script imports inherit its nonce.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask, config: Config) -> None:
    """Switch every protection on for `app`."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        TRUSTED_HOSTS=list(config.trusted_hosts),
        MAX_CONTENT_LENGTH=LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LONGEST_TYPING,
        MAX_FORM_PARTS=MOST_FIELDS,
        SESSION_COOKIE_NAME=config.cookie("session"),
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: somebody may type for an hour
        WTF_CSRF_SSL_STRICT=False,  # it reads Referer, which our Referrer-Policy keeps at home
    )
    if config.proxies:
        hops = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    app.before_request(_limit_typing)  # before anything reads the form
    CSRFProtect(app)
    app.add_template_global(nonce)
    app.after_request(lambda response: _with_headers(response, https=config.https))


def nonce() -> str:
    """This request's nonce: a script runs only when it carries it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def _limit_typing() -> None:
    """Werkzeug limits the text and the number of fields of multipart forms only: here are the others."""
    if request.mimetype == "multipart/form-data":
        return
    request.max_content_length = LONGEST_TYPING
    if sum(1 for _ in request.form.items(multi=True)) > MOST_FIELDS:
        raise RequestEntityTooLarge


def _with_headers(response: Response, *, https: bool) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY.format(nonce=nonce()))
    # Pages are about one person or carry a form's token: nobody in between and no back button keeps them.
    response.headers.setdefault("Cache-Control", "no-store")
    if https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}; includeSubDomains")
    return response

"""What browsers are told: one policy for every response."""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF

YEAR = 365 * 24 * 60 * 60  # seconds

# Scripts run only from our own files, or with this response's nonce; the DOM takes HTML only
# through the policies named here, which our own scripts create.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["kept"],
    }
}

# Beside what Django's SecurityMiddleware sends.
FIXED_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(self), geolocation=(self), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}

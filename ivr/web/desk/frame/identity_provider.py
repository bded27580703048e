"""The office's identity provider, asked by OpenID Connect: discovery, code, PKCE, state and nonce.

Tokens are checked for issuer, audience, nonce, time and signature, and only by signatures with a public key. The
library is 4 MB, so it is imported only where there is a provider.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from ivr.errors import SignInRefused
from ivr.settings import Settings

SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
PATIENCE = 5  # seconds for each question to the identity provider


class IdentityProvider:
    """Sends people to the provider that the settings name, and reads what it says of them when they are back."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._client = _client(app, settings)

    def leave_for(self, back: str) -> Response:
        """The way to the provider, which sends them to the address `back`. Raises SignInRefused."""
        with _told():
            leaving: Response = self._client.authorize_redirect(back)
            return leaving

    def claims(self) -> Mapping[str, Any]:
        """What the provider says of whoever is back, proven. Raises SignInRefused with whatever is wrong with it."""
        with _told():
            claims = self._proven()
        if not claims or not claims.get("sub") or not claims.get("email"):
            raise SignInRefused("no identity, or no e-mail address, came with it")
        if claims.get("email_verified") is False:
            raise SignInRefused("the provider does not vouch for the e-mail address")
        return dict(claims)

    def _proven(self) -> Mapping[str, Any]:
        metadata = self._client.load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each in SIGNATURES]
        must_be = {
            "iss": {"essential": True, "values": [metadata.get("issuer")]},
            "aud": {"essential": True, "values": [self._client.client_id]},
            "sub": {"essential": True},
        }
        claims: Mapping[str, Any] = self._client.authorize_access_token(claims_options=must_be).get("userinfo") or {}
        return claims


@contextmanager
def _told() -> Iterator[None]:
    """Turn all that can go wrong at the provider, on the way there or with its proof into SignInRefused."""
    from authlib.integrations.base_client.errors import OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        yield
    except (OAuthError, JoseError, RequestException, ValueError) as wrong:
        raise SignInRefused(f"{type(wrong).__name__}: {wrong}") from wrong


def _client(app: Flask, settings: Settings) -> Any:
    from authlib.integrations.flask_client import OAuth

    return OAuth(app).register(
        "office",
        overwrite=False,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=settings.oidc_url,
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )

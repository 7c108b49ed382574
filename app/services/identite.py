"""Asks an OpenID Connect service whether its account is the one that was joined to a carnet. Opens no carnet itself.

One thing is asked and one is read: `openid`, and the number that service gives this site for an account. No name,
e-mail or birth date is asked, and `userinfo` is never called. The number leaves this module; only its print is kept.
"""

import hmac
import json
from typing import Any, NamedTuple

import httpx2
from authlib.integrations.starlette_client import OAuthError, StarletteOAuth2App
from joserfc.errors import JoseError

from app.domain.erreurs_acces import IdentiteMuette, IdentiteRefusee

#: Seconds: beyond that, the person is told to use a code.
ATTENTE_S = 5
#: Signatures that prove who signed. `none` and shared secrets are not among them, whatever the service announces.
SIGNATURES = ("RS256", "ES256", "PS256", "EdDSA")
#: The European levels of a proof of identity, the weakest first.
NIVEAUX = ("eidas1", "eidas2", "eidas3")
#: Seconds by which the clocks of two services may differ.
ECART_S = 60
_METADONNEES = "/.well-known/openid-configuration"
_TROP_LOIN = (httpx2.HTTPError, httpx2.InvalidURL, RuntimeError, ValueError, TypeError, KeyError, AttributeError)


class Depart(NamedTuple):
    """Where to send the browser, and what must be kept until it comes back."""

    adresse: str
    etat: bytes


class Compte(NamedTuple):
    """The account that came back, and where the browser can be signed out of that service; empty when it cannot."""

    emetteur: str
    sujet: str
    sortie: str


class Fournisseur:
    """One OpenID Connect service. One object for the whole site."""

    def __init__(self, emetteur: str, client: str, secret: str, acr: str, site: str) -> None:
        self.emetteur = emetteur
        self._acr = acr
        self._site = site
        self._retour = f"{site}/carnet/identite/retour"
        self._client = StarletteOAuth2App(
            None,
            name="identite",
            client_id=client,
            client_secret=secret,
            server_metadata_url=emetteur + _METADONNEES,
            client_kwargs={
                "scope": "openid",
                "code_challenge_method": "S256",
                "timeout": ATTENTE_S,
                # A client is made for each call: reading the certificates again would cost more than the call.
                "verify": httpx2.create_ssl_context(),
            },
        )

    async def leave(self, *, de_nouveau: bool = False) -> Depart:
        """Prepare one trip: state, nonce and code verifier are drawn for it alone.

        `de_nouveau` has the service ask who is there, even when it still knows this browser.
        """
        plus = {"prompt": "login", "max_age": "0"} if de_nouveau else {}
        try:
            await self._metadata()
            voyage = await self._client.create_authorization_url(self._retour, acr_values=self._acr, **plus)
        except _TROP_LOIN:
            raise IdentiteMuette from None
        adresse = str(voyage.pop("url"))
        if not adresse.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
            raise IdentiteMuette
        return Depart(adresse, json.dumps(voyage).encode())

    async def come_back(self, etat: bytes, state: str, code: str, emetteur: str, *, depuis: int = 0) -> Compte:
        """The account of this trip. IdentiteRefusee for any other one; IdentiteMuette when the service is down.

        With `depuis`, the service must say that it asked who is there after that second.
        """
        voyage: dict[str, str] = json.loads(etat)
        attendu = hmac.compare_digest(voyage["state"].encode(), state.encode())
        if not attendu or not code or emetteur not in {"", self.emetteur}:
            raise IdentiteRefusee
        try:
            await self._metadata()
            jeton = await self._client.fetch_access_token(
                redirect_uri=self._retour, code=code, code_verifier=voyage["code_verifier"]
            )
            lu = await self._client.parse_id_token(jeton, voyage["nonce"], self._claims())
            sujet = lu["sub"] if lu is not None else ""
            if not isinstance(sujet, str) or not sujet or not _is_recent(lu.get("auth_time"), depuis):
                raise IdentiteRefusee
            return Compte(self.emetteur, sujet, await self._sign_out(jeton["id_token"]))
        except (OAuthError, JoseError):
            raise IdentiteRefusee from None
        except _TROP_LOIN:
            raise IdentiteMuette from None

    async def _metadata(self) -> None:
        """Read once what the service says of itself, and keep only what we accept of it."""
        dit: dict[str, Any] = await self._client.load_server_metadata()
        annoncees = dit.get("id_token_signing_alg_values_supported") or ["RS256"]
        dit["id_token_signing_alg_values_supported"] = [nom for nom in annoncees if nom in SIGNATURES] or ["RS256"]
        permis = dit.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        methode = "client_secret_basic" if "client_secret_basic" in permis else "client_secret_post"
        self._client.client_kwargs["token_endpoint_auth_method"] = methode
        if dit.get("issuer") != self.emetteur:
            dit.clear()
            raise ValueError("another issuer")

    def _claims(self) -> dict[str, dict[str, Any]]:
        """What the proof must say: by whom, for us, and at least at the level that was asked."""
        exiges: dict[str, dict[str, Any]] = {
            "iss": {"essential": True, "value": self.emetteur},
            "aud": {"essential": True, "value": self._client.client_id},
        }
        if self._acr:
            suffisants = NIVEAUX[NIVEAUX.index(self._acr) :] if self._acr in NIVEAUX else (self._acr,)
            exiges["acr"] = {"essential": True, "values": list(suffisants)}
        return exiges

    async def _sign_out(self, preuve: str) -> str:
        """Where the browser ends its session over there, at once: the proof is then kept by nobody."""
        if "end_session_endpoint" not in self._client.server_metadata:
            return ""
        ici = f"{self._site}/carnet"
        sortie = await self._client.create_logout_url(post_logout_redirect_uri=ici, id_token_hint=preuve)
        return str(sortie["url"])


def _is_recent(demande_le: object, depuis: int) -> bool:
    """Whether the service asked who was there after that second; it need not say when nothing depends on it."""
    return not depuis or (type(demande_le) is int and demande_le >= depuis - ECART_S)

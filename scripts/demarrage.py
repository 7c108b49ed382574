"""Says in plain French, before the server starts, what would stop it: a setting or a port. Starts nothing."""

import errno
import os
import socket
import sys

from app.settings import ReglageInvalide, load_settings


def cause(host: str, port: int) -> str | None:
    """The reason why the address cannot be listened on, or None when it can."""
    try:
        famille, genre, protocole, _, adresse = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        return "HOST n'est pas une adresse connue de cette machine. Exemple : HOST=127.0.0.1"
    with socket.socket(famille, genre, protocole) as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(adresse)
        except OSError as erreur:
            if erreur.errno == errno.EADDRINUSE:
                return (
                    f"Le port {port} est déjà pris par un autre programme. "
                    f"Arrêtez-le, ou choisissez un autre port : PORT={port % 65535 + 1} scripts/serve"
                )
            if erreur.errno == errno.EACCES:
                return f"Le port {port} est réservé à l'administrateur. Choisissez un port au-dessus de 1023."
            return f"L'adresse HOST:PORT ne peut pas être écoutée ({os.strerror(erreur.errno or 0)})."
    return None


def main() -> None:
    try:
        settings = load_settings()
        settings.cle_cookie()
        raison = cause(settings.host, settings.port)
    except ReglageInvalide as erreur:
        raison = str(erreur)
    if raison:
        sys.exit(f"Le site ne peut pas démarrer. {raison}")


if __name__ == "__main__":
    main()

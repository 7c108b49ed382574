"""The addresses of the service: each reads the request, asks the domain or a service, answers. No rule lives here."""

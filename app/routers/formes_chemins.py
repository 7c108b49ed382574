"""Takes out of the documentation the answers the framework adds by itself and no route of ours gives. Adds nothing."""

from typing import Any

_DU_CADRE = ("HTTPValidationError", "ValidationError")
_REFERENCE = f"#/components/schemas/{_DU_CADRE[0]}"


def without_framework_errors(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter of an address is read by our own code: an unknown one is a 404, never the framework's 422."""
    for methodes in schema["paths"].values():
        for operation in methodes.values():
            contenu = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
            if contenu.get("schema") == {"$ref": _REFERENCE}:
                del operation["responses"]["422"]
    for nom in _DU_CADRE:
        schema["components"]["schemas"].pop(nom, None)
    return schema

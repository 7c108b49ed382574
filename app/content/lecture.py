"""Reads one YAML file strictly: a duplicate key, an alias or a second document is an error, never a surprise.

A file is read with the parser written in C, five times faster, which only says yes. What it does not accept is read
again by the plain one, whose refusal names the line and the cause.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

#: The parser in C has the depth of its stack as only limit: what could reach it is left to the plain one.
_LIGNE, _OUVERTES = 1_000, 400
#: What a skeleton holds wherever a person must write: content that still has one is refused.
MARQUE = "À REMPLIR"


class _Strict(yaml.constructor.SafeConstructor):
    """Refuses what YAML lets slip in what is built."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key written twice: YAML would silently keep the last."""
        vues: set[str] = set()
        for cle, _ in node.value:
            if not isinstance(cle, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "une clé est un mot", cle.start_mark)
            if cle.value in vues:
                raise yaml.constructor.ConstructorError(
                    None, None, f"la clé « {cle.value} » est écrite deux fois", cle.start_mark
                )
            vues.add(cle.value)
        return super().construct_mapping(node, deep)


class _Rapide(_Strict, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same rules on the parser in C, where it is there."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Refuse what is met twice: in a tree that C has built, that is what an alias leaves."""
        if node in self.constructed_objects or node in self.recursive_objects:
            raise yaml.constructor.ConstructorError(None, None, "un alias", node.start_mark)
        return super().construct_object(node, deep)


class _Lecteur(_Strict, yaml.SafeLoader):
    """The plain parser, asked for the words of a refusal."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases: they hide a repetition and can be nested into a bomb."""
        if self.check_event(yaml.AliasEvent):
            marque = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(
                None, None, "les alias (*nom) ne sont pas acceptés : écrivez le texte", marque
            )
        return super().compose_node(parent, index)


def a_remplir(contenu: Any, chemin: str = "") -> Iterator[str]:
    """The path of every value a skeleton left to be written."""
    if isinstance(contenu, dict):
        for cle, valeur in contenu.items():
            yield from a_remplir(valeur, f"{chemin}.{cle}".lstrip("."))
    elif isinstance(contenu, list):
        for rang, valeur in enumerate(contenu):
            yield from a_remplir(valeur, f"{chemin}.{rang}")
    elif isinstance(contenu, str) and MARQUE in contenu:
        yield chemin


def _shallow(texte: str) -> bool:
    """Whether nesting is bounded: a level costs a bracket, or two characters of one line."""
    return texte.count("[") + texte.count("{") <= _OUVERTES and max(map(len, texte.split("\n"))) <= _LIGNE


def read_yaml(fichier: Path) -> tuple[Any, str | None]:
    """The content of a file and None, or None and the reason in French why it cannot be read."""
    try:
        texte = fichier.read_text("utf-8")
        if _shallow(texte):
            with suppress(yaml.YAMLError):
                return yaml.load(texte, _Rapide), None  # noqa: S506 - a safe loader
        return yaml.load(texte, _Lecteur), None  # noqa: S506 - a safe loader
    except FileNotFoundError:
        return None, "le fichier est absent"
    except UnicodeDecodeError:
        return None, "le fichier n'est pas en UTF-8"
    except RecursionError:
        return None, "trop de listes les unes dans les autres"
    except yaml.YAMLError as erreur:
        marque = getattr(erreur, "problem_mark", None)
        ligne = f"ligne {marque.line + 1} : " if marque else ""
        return None, f"{ligne}{getattr(erreur, 'problem', None) or 'YAML mal formé'}"

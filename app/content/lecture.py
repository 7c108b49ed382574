"""Reads one YAML file strictly: a duplicate key, an alias or a second document is an error, never a surprise."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

#: What a skeleton holds wherever a person must write: content that still has one is refused.
MARQUE = "À REMPLIR"


class _Lecteur(yaml.SafeLoader):
    """A safe loader that refuses what YAML lets slip."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases: they hide a repetition and can be nested into a bomb."""
        if self.check_event(yaml.AliasEvent):
            marque = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(
                None, None, "les alias (*nom) ne sont pas acceptés : écrivez le texte", marque
            )
        return super().compose_node(parent, index)

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


def read_yaml(fichier: Path) -> tuple[Any, str | None]:
    """The content of a file and None, or None and the reason in French why it cannot be read."""
    try:
        return yaml.load(fichier.read_text("utf-8"), _Lecteur), None  # noqa: S506 - _Lecteur is a SafeLoader
    except FileNotFoundError:
        return None, "le fichier est absent"
    except UnicodeDecodeError:
        return None, "le fichier n'est pas en UTF-8"
    except yaml.YAMLError as erreur:
        marque = getattr(erreur, "problem_mark", None)
        ligne = f"ligne {marque.line + 1} : " if marque else ""
        return None, f"{ligne}{getattr(erreur, 'problem', None) or 'YAML mal formé'}"

"""Time to the largest paint of the first page on a slow phone, divided by that of an empty page of the same server.

Run `npm install --prefix bench` once, then `python -m bench.lighthouse` (node, Chromium). Never fails on a time.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.mesure import RACINE
from bench.serveurs import servir

PORT = 8712
LIGHTHOUSE = RACINE / "bench" / "node_modules" / "lighthouse" / "cli" / "index.js"
CHROMIUM = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --disable-sync"


def mesurer_page(chemin: str, dossier: Path, chrome: str) -> dict[str, Any]:
    """One visit of a new browser: mobile form, network and processor really slowed down."""
    sortie = dossier / "rapport.json"
    subprocess.run(
        [
            "node", str(LIGHTHOUSE), f"http://127.0.0.1:{PORT}{chemin}", "--output=json", f"--output-path={sortie}",
            "--quiet", "--only-categories=performance", "--throttling-method=devtools",
            f"--chrome-flags={CHROMIUM} --no-first-run --disable-quic",
        ],
        check=True,
        env={**os.environ, "CHROME_PATH": chrome},
    )  # fmt: skip
    rapport: dict[str, Any] = json.loads(sortie.read_text("utf-8"))
    return rapport


def lcp(rapport: dict[str, Any]) -> float:
    """Milliseconds to the largest contentful paint."""
    return float(rapport["audits"]["largest-contentful-paint"]["numericValue"])


def main() -> None:
    """Visit both pages in turn; print medians and their ratio."""
    lecteur = argparse.ArgumentParser(description="LCP of a page, against an empty page of the same server.")
    lecteur.add_argument("--tours", type=int, default=5)
    lecteur.add_argument("--page", default="/")
    options = lecteur.parse_args()
    chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium")
    if not LIGHTHOUSE.is_file() or chrome is None:
        sys.exit("Il manque lighthouse (npm install --prefix bench) ou chromium (apt-get install chromium).")
    rapports: dict[str, list[dict[str, Any]]] = {"/vide": [], options.page: []}
    with servir("bench.vide:create_app_and_empty_page", PORT, "--factory"), tempfile.TemporaryDirectory() as dossier:
        for _ in range(options.tours):
            for chemin, mesures in rapports.items():
                mesures.append(mesurer_page(chemin, Path(dossier), chrome))
    premier = rapports["/vide"][0]
    print(f"Lighthouse {premier['lighthouseVersion']}, {premier['environment']['hostUserAgent'].rpartition(' ')[0]}")
    for chemin, mesures in rapports.items():
        temps = sorted(map(lcp, mesures))
        audits = mesures[0]["audits"]
        print(
            f"{chemin} : LCP {statistics.median(temps):.0f} ms ({temps[0]:.0f} à {temps[-1]:.0f}), "
            f"{audits['total-byte-weight']['numericValue']:.0f} octets, "
            f"{len(audits['network-requests']['details']['items'])} requête(s), "
            f"score {statistics.median(mesure['categories']['performance']['score'] for mesure in mesures):.2f}"
        )
    vide, page = (list(map(lcp, mesures)) for mesures in rapports.values())
    print(f"rapport des médianes : {statistics.median(page) / statistics.median(vide):.3f}")


if __name__ == "__main__":
    main()

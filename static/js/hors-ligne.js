// Has the public pages kept; says when there is no network, or a new version.
"use strict";
(() => {
  const gardien = navigator.serviceWorker;
  const chemin = location.pathname;
  const [page, pied] = document.querySelectorAll("main .pile, .pied .cadre");
  // Once everything is erased, nothing is put back.
  if (!gardien || !pied || chemin.endsWith("/effacer")) return;

  const dire = (lieu, quoi) => {
    lieu.insertAdjacentHTML("afterbegin", `<p class="sans-papier" role="status">${quoi}</p>`);
    return lieu.firstChild.lastChild;
  };
  const proposer = (inscription) => {
    // Someone who is answering is left in peace.
    if (!gardien.controller || page.querySelector("form")) return;
    const bouton = dire(pied, '<button class="bouton">Une nouvelle version est prête</button>');
    bouton.onclick = () => {
      inscription.waiting?.postMessage("prendre-la-suite");
      bouton.textContent = "La nouvelle version est là";
    };
  };

  if (!navigator.onLine) {
    const falc = chemin.startsWith("/falc") ? "/falc" : "";
    dire(page, `Vous n'avez pas internet. <a href="${falc}/hors-ligne">Page de secours</a>`);
  }
  onload = async () => {
    const inscription = await gardien.register("/sw.js", { updateViaCache: "none" });
    if (inscription.waiting) proposer(inscription);
    inscription.onupdatefound = () => {
      const neuve = inscription.installing;
      neuve.onstatechange = () => neuve.state === "installed" && proposer(inscription);
    };
  };
})();

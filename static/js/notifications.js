// Offers notifications where the browser has them, and asks it for its address when the person says yes.
"use strict";
(() => {
  const offre = document.querySelector("[data-cle]");
  const gardien = navigator.serviceWorker;
  if (!offre || !gardien || !("PushManager" in window)) return;
  offre.hidden = false;
  offre.previousElementSibling.hidden = true;
  const forme = offre.querySelector("form");
  forme.onsubmit = async (envoi) => {
    if (forme.adresse.value) return;
    envoi.preventDefault();
    try {
      const inscription = await gardien.register("/sw.js", { updateViaCache: "none" });
      await gardien.ready;
      // An older one may be tied to another key.
      await (await inscription.pushManager.getSubscription())?.unsubscribe();
      const abonnement = await inscription.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: offre.dataset.cle,
      });
      forme.adresse.value = JSON.stringify(abonnement);
      forme.requestSubmit(envoi.submitter);
    } catch {
      offre.previousElementSibling.hidden = false;
    }
  };
})();

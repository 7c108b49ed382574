// Fills the search with where the telephone is, only when somebody asks, to the nearest kilometre. Keeps nothing.
"use strict";
(() => {
  const zone = document.querySelector("#pres-de-moi");
  const formulaire = zone?.closest("form");
  if (!navigator.geolocation || !formulaire) return;
  const bouton = zone.querySelector("button");
  const dit = zone.querySelector("[role=status]");
  zone.hidden = false;
  bouton.onclick = () => {
    bouton.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        formulaire.position.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        formulaire.submit();
      },
      () => {
        bouton.disabled = false;
        dit.textContent = dit.dataset.refus;
      },
      { maximumAge: 600_000, timeout: 10_000 },
    );
  };
})();

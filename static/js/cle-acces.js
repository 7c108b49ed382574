// Has the device make or use an access key when somebody asks, then sends its answer as an ordinary form. Keeps nothing.
"use strict";
(() => {
  const formulaire = document.querySelector("#cle");
  if (!formulaire || !window.PublicKeyCredential) return;
  const bouton = formulaire.querySelector("button");
  const dit = formulaire.querySelector("[role=status]");
  const lire = (texte) =>
    Uint8Array.from(atob(texte.replaceAll("-", "+").replaceAll("_", "/")), (lettre) => lettre.charCodeAt());
  const ecrire = (octets) =>
    btoa(String.fromCharCode(...new Uint8Array(octets)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const faire = async () => {
    const demande = await fetch(formulaire.dataset.defi, { method: "POST" });
    if (demande.status === 403 && formulaire.dataset.preuve) {
      location.assign(formulaire.dataset.preuve);
      return;
    }
    if (!demande.ok) throw new Error();
    const options = await demande.json();
    options.challenge = lire(options.challenge);
    let cle;
    if (options.user) {
      options.user.id = lire(options.user.id);
      for (const connue of options.excludeCredentials) connue.id = lire(connue.id);
      cle = await navigator.credentials.create({ publicKey: options });
    } else {
      cle = await navigator.credentials.get({ publicKey: options });
    }
    const response = {};
    for (const nom of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (cle.response[nom]) response[nom] = ecrire(cle.response[nom]);
    }
    formulaire.reponse.value = JSON.stringify({ id: cle.id, rawId: ecrire(cle.rawId), type: cle.type, response });
    formulaire.submit();
  };
  bouton.onclick = () => {
    bouton.disabled = true;
    dit.textContent = "";
    faire().catch((erreur) => {
      bouton.disabled = false;
      dit.textContent = (erreur.name === "InvalidStateError" && dit.dataset.deja) || dit.dataset.refus;
    });
  };
  formulaire.hidden = false;
  document.querySelector("#sans-cle")?.remove();
})();

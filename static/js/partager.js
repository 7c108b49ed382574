// Offers the telephone's own way to share the message, where there is one. Without it, the links beside are enough.
"use strict";
(() => {
  const message = document.querySelector("textarea");
  if (!navigator.share || !message) return;
  const bouton = document.createElement("button");
  bouton.className = "bouton";
  bouton.textContent = "Partager";
  bouton.onclick = () => navigator.share({ text: message.value }).catch(() => {});
  message.nextElementSibling.append(bouton);
})();

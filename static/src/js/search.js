// Suggestions below a search field: a combobox with a list (WAI-ARIA). Without it the form searches just the same.
const SHORTEST = 2;
const PAUSE = 200;

const part = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

const optionOf = ({ text, lang, url, kind }, id) => {
  const option = part("li", "suggestions__one");
  // The words may be in another language than the page.
  const words = Object.assign(part("span", "suggestions__text", text), { dir: "auto", lang });
  option.append(words, " ", part("span", "suggestions__kind", kind));
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  return Object.assign(option, { id, answer: { text, url } });
};

const enhance = (form) => {
  const input = form.querySelector("input[type=search]");
  const list = Object.assign(part("ul", "suggestions"), { id: `${input.id}-list`, hidden: true });
  const status = part("p", "visually-hidden");
  // What was answered once is not asked again on this page.
  const known = new Map();
  let chosen = -1;
  let timer;
  let asked;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  status.setAttribute("role", "status");
  input.parentElement.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id]]) input.setAttribute(name, value);

  const words = () => input.value.trim().replace(/\s+/g, " ");

  const mark = (number) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    const option = list.children[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const open = () => {
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const close = () => {
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };

  const forget = () => {
    clearTimeout(timer);
    asked?.abort();
    close();
    status.textContent = "";
  };

  const show = ({ suggestions, message }) => {
    mark(-1);
    list.replaceChildren(...suggestions.map((one, number) => optionOf(one, `${list.id}-${number}`)));
    open();
    status.textContent = message;
  };

  const ask = async (text) => {
    const own = new AbortController();
    asked = own;
    try {
      const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: own.signal, credentials: "omit" });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      known.set(text, await answer.json());
      // Meanwhile one may have typed on, or gone elsewhere.
      if (!own.signal.aborted && words() === text && document.activeElement === input) show(known.get(text));
    } catch (reason) {
      if (!own.signal.aborted) forget();
    }
  };

  const choose = ({ text, url }) => {
    forget();
    if (url) return window.location.assign(url);
    input.value = text;
    form.requestSubmit();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    const text = words();
    if (text.length < SHORTEST) return forget();
    mark(-1);
    if (known.has(text)) return show(known.get(text));
    timer = setTimeout(ask, PAUSE, text);
  });

  input.addEventListener("keydown", (event) => {
    // Enter and the arrows may belong to a keyboard that composes letters.
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const count = list.children.length;
    if (["ArrowDown", "ArrowUp"].includes(event.key) && count) {
      event.preventDefault();
      const isClosed = list.hidden;
      if (event.altKey && event.key === "ArrowUp") return close();
      open();
      if (event.altKey) return;
      // Past either end is the field itself, so that one always comes back to what one typed.
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = isClosed && step < 0 ? count - 1 : chosen + step;
      mark(next < -1 ? count - 1 : next >= count ? -1 : next);
    } else if (event.key === "Enter") {
      const option = list.hidden ? undefined : list.children[chosen];
      if (!option) return forget();
      event.preventDefault();
      choose(option.answer);
    } else if (event.key === "Escape" && !list.hidden) {
      // The second Escape empties the field, as in any search field.
      event.preventDefault();
      forget();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      mark(-1);
    }
  });

  input.addEventListener("blur", forget);
  // A press on the list leaves the focus in the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option.answer);
  });
};

for (const form of document.querySelectorAll("form[data-suggestions]")) enhance(form);

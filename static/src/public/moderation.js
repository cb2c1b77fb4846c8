// Keys on the screen where editors decide: the letters on the buttons. They can be switched off, and do nothing while
// somebody types. Without this script everything works by its buttons.
(() => {
  const SETTING = "intake-keys";
  // A letter pressed twice must not decide about the next one, which nobody has seen yet.
  const QUIET = 800;

  function start() {
    const screen = document.querySelector("[data-intake]");
    const control = document.querySelector("[data-intake-keys]");
    if (!screen || !control) return;
    const buttons = new Map([...screen.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
    const opened = Date.now();
    let on = true;
    try {
      on = localStorage.getItem(SETTING) !== "off";
    } catch {
      // A browser that keeps nothing: on, until switched off.
    }

    function show() {
      control.hidden = false;
      control.textContent = on ? control.dataset.on : control.dataset.off;
      control.setAttribute("aria-pressed", String(on));
      for (const [key, button] of buttons) {
        button.querySelector("kbd").hidden = !on;
        if (on) button.setAttribute("aria-keyshortcuts", key);
        else button.removeAttribute("aria-keyshortcuts");
      }
    }

    function press(button) {
      if (button.tagName !== "SUMMARY") {
        button.click();
        return;
      }
      const details = button.parentElement;
      for (const other of screen.querySelectorAll(".intake-decision[open]")) if (other !== details) other.open = false;
      details.open = true;
      details.querySelector("input[type=radio], textarea")?.focus();
    }

    control.addEventListener("click", () => {
      on = !on;
      try {
        localStorage.setItem(SETTING, on ? "on" : "off");
      } catch {
        // It holds for this screen only.
      }
      show();
    });
    document.addEventListener("keydown", (event) => {
      if (!on || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=listbox]")) return;
      const button = buttons.get(event.key.toLowerCase());
      if (!button || Date.now() - opened < QUIET) return;
      event.preventDefault();
      press(button);
    });
    // One decision per screen, however often one clicks.
    for (const form of screen.querySelectorAll(".intake-decisions form")) {
      form.addEventListener("submit", (event) => {
        if (screen.dataset.sent) event.preventDefault();
        screen.dataset.sent = "yes";
      });
    }
    // Where one is in a long queue, without moving the page itself.
    const list = screen.querySelector(".intake-rows");
    const here = list?.querySelector("[aria-current]");
    if (here) list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - 80;
    // Back from the next one: everything can be pressed again.
    addEventListener("pageshow", () => delete screen.dataset.sent);
    show();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

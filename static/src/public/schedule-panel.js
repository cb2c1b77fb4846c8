// The panel below the dates in the editor: sends the dates as they are in the form, shows what follows from them.
(() => {
  const WAIT = 700;
  const ROWS = /^(dates|changes)-/;

  function start(panel) {
    const form = panel.closest("form");
    const region = panel.querySelector("[data-schedule-outlook]");
    const button = panel.querySelector("[data-schedule-refresh]");
    if (!form || !region || !button || panel.dataset.started) return;
    panel.dataset.started = "yes";
    let timer, asked, sent = "";

    // Only what is about dates: the text of the page has nothing to do with it.
    function values() {
      const found = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (ROWS.test(name) && typeof value === "string") found.append(name, value);
      }
      return found;
    }

    async function refresh(always) {
      clearTimeout(timer);
      const body = values();
      if (!always && body.toString() === sent) return;
      sent = body.toString();
      asked?.abort();
      asked = new AbortController();
      const { signal } = asked;
      const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      region.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(panel.dataset.url, {
          method: "POST",
          body,
          signal,
          headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
        });
        // Who is logged out by now is sent to the log-in page.
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        region.innerHTML = await answer.text();
      } catch (error) {
        if (error.name === "AbortError") return;
        sent = "";
        region.textContent = panel.dataset.failed;
      }
      region.removeAttribute("aria-busy");
    }

    const later = (event) => {
      if (event && !ROWS.test(event.target.name ?? "")) return;
      clearTimeout(timer);
      timer = setTimeout(() => refresh(false), WAIT);
    };
    sent = values().toString();
    button.hidden = false;
    button.addEventListener("click", () => refresh(true));
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    // The date pickers, and the buttons that add, delete and move rows, tell nobody: look after every click.
    form.addEventListener("focusout", () => later());
    document.addEventListener("click", () => later());
  }

  const startAll = () => document.querySelectorAll("[data-schedule]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();

// The panel 'plain language' beside the editor's form: asks the server what the rules say of what stands there now,
// saved or not, each time Wagtail has renewed its preview, and only while the panel is open.
(() => {
  function start() {
    const section = document.querySelector("[data-plain-language]");
    const form = document.querySelector("[data-edit-form]");
    const panel = section?.closest("[data-side-panel]");
    if (!panel || !form) return;
    const advice = section.querySelector("[data-plain-language-advice]");
    const status = section.querySelector("[data-plain-language-status]");
    let asking = false;
    let again = false;

    async function look() {
      if (panel.hidden) return true;
      // One question at a time; what changed meanwhile is asked afterwards.
      again = asking;
      if (asking) return true;
      asking = true;
      try {
        const reply = await fetch(section.dataset.plainLanguage, { method: "POST", body: new FormData(form) });
        if (!reply.ok) throw new Error(reply.status);
        const found = await reply.text();
        // Not below somebody's focus: they are reading it, or about to press something.
        if (!advice.contains(document.activeElement)) advice.innerHTML = found;
        return true;
      } catch {
        return false;
      } finally {
        asking = false;
        if (again) look();
      }
    }

    // Go to the field or block, through a closed tab and a folded block.
    function go(path) {
      const target = document.querySelector(`[data-contentpath="${CSS.escape(path)}"]`);
      if (!target) return;
      const tab = target.closest("[role=tabpanel][hidden]");
      if (tab) document.querySelector(`[role=tab][aria-controls="${tab.id}"]`)?.click();
      const folded = target.closest("[data-panel]")?.querySelector("[data-panel-toggle][aria-expanded=false]");
      folded?.click();
      // On a telephone the panel lies over the form.
      if (panel.offsetWidth > innerWidth * 0.8) document.querySelector("[data-form-side-close-button]")?.click();
      target.scrollIntoView({ block: "center" });
      target.querySelector("[contenteditable=true], input:not([type=hidden]), textarea, select")?.focus();
    }

    panel.addEventListener("show", look);
    document.addEventListener("w-preview:updated", look);
    section.addEventListener("click", async (event) => {
      const place = event.target.closest("[data-path]");
      if (place) go(place.dataset.path);
      if (!event.target.closest("[data-plain-language-look]")) return;
      status.textContent = section.dataset.busy;
      const worked = await look();
      // Who does not see the panel hears what came of it.
      const outcome = advice.querySelector("[data-plain-language-outcome]")?.textContent.trim() ?? "";
      status.textContent = worked ? `${section.dataset.done} ${outcome}` : section.dataset.failed;
      // Seen too: otherwise only a screen reader hears that it failed.
      status.classList.toggle("w-sr-only", worked);
    });
    look();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

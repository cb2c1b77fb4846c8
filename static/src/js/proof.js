// Solves the puzzle of a protected form out of sight, from the first time somebody enters a field of it.
// ALTCHA's own widget brings texts, styles and a box to tick in 83 kB; only its worker does the work here.
// How long pressing the button may wait for it, in milliseconds.
const PATIENCE = 5000;

for (const field of document.querySelectorAll("input[data-challenge]")) {
  const form = field.form;
  const challenge = JSON.parse(field.dataset.challenge);
  let solving, waiting;

  const solve = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(field.dataset.worker);
      worker.onmessage = ({ data }) => {
        worker.terminate();
        if (!data?.derivedKey) return reject(data?.error);
        // A value that the browser kept from an earlier visit is of another puzzle.
        field.value = btoa(JSON.stringify({ challenge, solution: data }));
        resolve();
      };
      worker.onerror = reject;
      worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1 });
    });
  // Without an answer the form goes all the same: an editor looks twice then.
  const begin = () => (solving ??= solve().catch(console.warn).finally(() => (solving.over = true)));

  field.value = "";
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("submit", async (event) => {
    begin();
    if (solving.over) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    await Promise.race([solving, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    solving.over = true;
    form.requestSubmit(event.submitter);
  });
}

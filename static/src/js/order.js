// Ordering: a button for less and one for more at each number, and the list of what is chosen. Without it one types.
const ARABIC = /[٠-٩۰-۹]/g;

// The number that stands in a field, 0 for anything else; the site says what is wrong with that.
const packsIn = (field) => {
  const text = field.value.trim().replace(ARABIC, (digit) => digit.charCodeAt(0) & 15);
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
};

const show = (field) => {
  const line = document.querySelector(`[data-sum="${field.name}"]`);
  const packs = packsIn(field);
  if (!line) return;
  line.hidden = packs === 0;
  line.querySelector(".sum__packs").textContent = packs;
};

for (const stepper of document.querySelectorAll(".stepper")) {
  const field = stepper.querySelector("input");
  const most = Number(field.dataset.most ?? Infinity);
  for (const button of stepper.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const wanted = packsIn(field) + Number(button.dataset.step);
      field.value = Math.min(Math.max(wanted, 0), Math.max(most, packsIn(field)));
      show(field);
    });
  }
  field.addEventListener("input", () => show(field));
  // A browser that comes back may have kept another number.
  show(field);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

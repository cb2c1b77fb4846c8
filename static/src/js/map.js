// The map beside a list: until the visitor asks for it, nothing of it is loaded and no other host hears of the visit.
const styled = (address) =>
  new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), {
      rel: "stylesheet", href: address, onload: resolve, onerror: reject,
    });
    document.head.append(link);
  });

const placesFrom = async (address) => {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

for (const part of document.querySelectorAll("[data-map]")) {
  const { view, style, places, busy, failed, none } = part.dataset;
  const button = part.querySelector("button");
  const status = part.querySelector("[role=status]");
  part.classList.add("map--ready");
  button.addEventListener("click", async () => {
    // Not `disabled`: that would throw the focus away.
    if (status.textContent === busy) return;
    status.textContent = busy;
    try {
      const [{ show }, found] = await Promise.all([import(view), placesFrom(places), styled(style)]);
      status.textContent = found.places.length ? "" : none;
      if (found.places.length) show(part, found);
    } catch (reason) {
      status.textContent = failed;
      console.warn(reason);
    }
  });
}

/** Keeps the text size that a reader chose, under the name that the widget uses. Without this file the choice holds for one page. */
(() => {
  const root = document.documentElement;
  const name = `askaside:${root.dataset.site}:size`;
  const sizes = () => document.querySelectorAll("input[name=size]");

  /** Before the first picture, so that nothing moves; and when the page comes back from the browser's memory. */
  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(name));
      if (Number.isInteger(kept)) root.dataset.size = kept;
    } catch { /* storage is denied, or holds what is not ours: the usual size */ }
    for (const one of sizes()) if (one.value === root.dataset.size) one.checked = true;
  }

  recall();
  addEventListener("DOMContentLoaded", recall);
  addEventListener("pageshow", recall);
  addEventListener("change", ({ target }) => {
    if (target.name !== "size") return;
    root.dataset.size = target.value;
    try {
      localStorage.setItem(name, target.value);
    } catch { /* then it holds for this page */ }
  });
  addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".tool[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  addEventListener("click", ({ target }) => {
    for (const tool of document.querySelectorAll(".tool[open]")) if (!tool.contains(target)) tool.open = false;
  });
})();

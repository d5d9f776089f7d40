/** Our floating `?`, where the host has no button of its own; and the one line for when help cannot be reached. */

/** The words that must be there before anything is loaded; the first of them is the name of the button. */
const SAYS = {
  en: "Help is unavailable",
  he: "עזרה לא זמינה",
  sl: "Pomoč ni dosegljiva",
  ru: "Помощь недоступна",
  fi: "Ohje ei vastaa",
};

/** @param {string} side @param {boolean} alone */
const style = (side, alone) => `:host{all:initial!important}
.q{position:fixed;z-index:2147483647;inset-block-end:${alone ? 20 : 80}px;inset-inline-${side}:20px;padding:9px 16px;border:0;border-radius:24px;color:var(--askaside-on-accent,#fff);background:var(--askaside-accent,#0a6b66);font:600 22px system-ui}
button.q{inline-size:48px;block-size:48px;cursor:pointer}
div.q{inset-block-end:76px;font-size:15px}
@media print{:host{display:none!important}}`;

/**
 * @param {HTMLElement} host
 * @param {import("./tag.js").Tag} tag
 * @param {boolean} alone   else there is another site's button below
 */
export function drawButton(host, { locale, side, button }, alone) {
  const root = host.attachShadow({ mode: "open" });
  const language = locale.slice(0, 2);
  const gone = /** @type {Record<string, string>} */ (SAYS)[language] || SAYS.en;
  const make = (/** @type {string} */ name, /** @type {string} */ text) => {
    const node = root.appendChild(document.createElement(name));
    node.dir = language === "he" ? "rtl" : "";
    node.className = "q";
    node.textContent = text;
    return node;
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style(side, alone));
  root.adoptedStyleSheets = [sheet];
  const own = make("button", "?");
  own.hidden = !!button;
  own.setAttribute("aria-label", gone.split(" ")[0]);
  return {
    own,
    /** Say that help cannot be reached, for a while. */
    sorry() {
      const line = make("div", gone + ".");
      line.setAttribute("role", "alert");
      setTimeout(() => line.remove(), 8000);
    },
  };
}

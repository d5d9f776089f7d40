/** Our floating `?`, where the host has no button of its own; and the one line for when help cannot be reached. */

/** The words that must be there before anything is loaded. */
const SAYS = {
  en: ["Help", "Help cannot be reached."],
  he: ["עזרה", "אין גישה לעזרה."],
  sl: ["Pomoč", "Pomoč ni dosegljiva."],
  ru: ["Помощь", "Справка недоступна."],
  fi: ["Ohje", "Ohjeeseen ei saada yhteyttä."],
};

const STYLE = `:host{all:initial!important}
.end,.start{position:fixed;z-index:2147483646;inset-block-end:20px;inset-inline-end:20px;margin:0;color:#fff;font:600 22px system-ui}
.start{inset-inline:20px auto}
button.end,button.start{inline-size:48px;block-size:48px;border:0;border-radius:50%;color:var(--askaside-on-accent,#fff);background:var(--askaside-accent,#0a6b66);cursor:pointer}
:focus-visible{outline:3px solid #0a6b66;outline-offset:2px}
p.end,p.start{inset-block-end:76px;padding:12px 16px;border-radius:10px;background:#1c2024;font:15px system-ui}
@media print{:host{display:none!important}}`;

/**
 * @param {ShadowRoot} root
 * @param {import("./tag.js").Tag} tag
 */
export function drawButton(root, { locale, side, button }) {
  const language = locale.slice(0, 2);
  const [label, gone] = /** @type {Record<string, string[]>} */ (SAYS)[language] || SAYS.en;
  /** @param {string} name @param {boolean} hidden */
  const make = (name, hidden) => {
    const node = root.appendChild(document.createElement(name));
    node.dir = language === "he" ? "rtl" : "";
    node.className = side;
    node.hidden = hidden;
    return node;
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const own = make("button", !!button);
  own.textContent = "?";
  own.setAttribute("aria-label", label);
  const line = make("p", true);
  line.setAttribute("role", "status");
  return {
    own,
    /** Say that help cannot be reached, for a while. */
    sorry() {
      line.hidden = false;
      line.textContent = gone;
      setTimeout(() => { line.hidden = true; }, 8000);
    },
  };
}

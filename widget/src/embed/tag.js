/**
 * The script tag: what the product team wrote on it. Its `nonce` needs no reading: we add no element that would want one
 * (styles are constructable sheets, parts come by import()).
 *
 * @typedef {object} Tag
 * @property {string} site      the site's key
 * @property {string} base      our server's address, with a slash at the end
 * @property {string} locale    the wanted language, BCP 47
 * @property {string} [button]  CSS selector of the host's own help buttons
 * @property {string} [module]  the page's module; else by its URL
 * @property {string} theme     auto | light | dark
 * @property {string} side      start | end
 * @property {string} [token]   who is signed in, signed by the host: a JWT
 * @property {string} [stuck]   when it is there: a dot on our `?` when a form was refused three times
 */

/**
 * @param {HTMLScriptElement} script
 * @param {Document} page
 * @returns {Tag}
 */
export function readTag(script, page) {
  const { dataset } = script;
  return /** @type {any} */ ({
    theme: "auto", side: "end", ...dataset,
    base: new URL(".", script.src).href,
    locale: dataset.locale || page.documentElement.lang || navigator.language,
  });
}

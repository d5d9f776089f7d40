// Runs in the head, before anything is painted: which mode, which language, which direction.
"use strict";
window.Tamar = (() => {
  const [, mode, lang] = location.pathname.match(/^\/demo\/(pages|app)\/(en|he)(?=\/|$)/) || [, "pages", "en"];
  document.documentElement.lang = lang;
  document.documentElement.dir = lang === "he" ? "rtl" : "ltr";
  return { mode, lang, base: `/demo/${mode}/${lang}`, words: {}, routes: [] };
})();

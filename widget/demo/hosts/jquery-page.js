// As pages of old do: shortcuts by single keys, all forms and clicks taken over at the document, ajax defaults.
"use strict";
window.shortcuts = [];
jQuery(($) => {
  $(document).on("keydown keypress keyup", (event) => { if (!$(event.target).is("input, textarea")) window.shortcuts.push(event.type + " " + event.key); });
  $(document).on("submit", "form", () => false);
  $(document).on("click", "a", (event) => { window.clicked = event.target.textContent; });
  $.ajaxSetup({ cache: false });
});

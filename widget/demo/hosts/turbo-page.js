// Turbo swaps the body: the product is drawn into each new one.
"use strict";
(() => {
  const draw = () => { if (!document.getElementById("help")) window.drawProduct(document.body); };
  document.addEventListener("turbo:load", draw);
  draw();
})();

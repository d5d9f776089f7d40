// A router by query: ?page=invoices
"use strict";
for (const link of document.querySelectorAll("nav a")) {
  link.href = "?page=" + link.textContent + "&token=canary-7d1";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    history.pushState(null, "", link.href);
    document.querySelector("h1").textContent = link.textContent;
  });
}

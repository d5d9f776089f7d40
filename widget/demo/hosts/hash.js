// A router by hash: #/invoices, #/members …
"use strict";
for (const link of document.querySelectorAll("nav a")) link.href = "#/" + link.textContent;
addEventListener("hashchange", () => { document.querySelector("h1").textContent = location.hash.slice(2); });

// The service worker of the page "offline".
"use strict";
addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
addEventListener("fetch", (event) => event.respondWith(fetch(event.request).catch(() => new Response("<h1>You are offline</h1>", { headers: { "Content-Type": "text/html" } }))));

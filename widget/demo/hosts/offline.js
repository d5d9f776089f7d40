// The page has a service worker that answers everything it cannot fetch with its own page.
"use strict";
navigator.serviceWorker.register("/demo/offline/worker.js", { scope: "/demo/offline/" }).then(() => navigator.serviceWorker.ready).then(() => { window.workerReady = true; });

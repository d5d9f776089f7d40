// A veil and a cookie bar, later in the page than anybody else, with the highest z-index there is.
"use strict";
setTimeout(() => {
  for (const name of ["bar", "veil"]) {
    const node = document.createElement("div");
    node.className = name;
    document.body.append(node);
  }
}, 300);

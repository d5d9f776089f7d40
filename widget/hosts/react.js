/** A product that React draws into the body itself: whatever else stood there is swept out, at the start and with each page. */
import { createElement as h, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

const { drawProduct } = /** @type {any} */ (window);

function Product() {
  const [page, setPage] = useState("invoices");
  const place = useRef(/** @type {any} */ (null));
  useEffect(() => {
    place.current.replaceChildren();
    drawProduct(place.current);
  }, [page]);
  useEffect(() => {
    const go = (/** @type {any} */ event) => {
      const link = event.target.closest("nav a");
      if (!link) return;
      event.preventDefault();
      history.pushState(null, "", link.href);
      setPage(link.textContent);
    };
    addEventListener("click", go);
    return () => removeEventListener("click", go);
  }, []);
  return h("div", { ref: place, key: page, "data-page": page });
}

let root = createRoot(document.body);
root.render(h(Product));
/** The page is drawn anew from nothing, as an error boundary or a hot reload does. */
Object.assign(window, { sweep() { root.unmount(); document.body.replaceChildren(); root = createRoot(document.body); root.render(h(Product)); } });

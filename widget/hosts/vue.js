/** A product of Vue's, with a router of its own: the body is its root. */
import { createApp, h, nextTick, ref } from "vue";

const page = ref("invoices");
const { drawProduct } = /** @type {any} */ (window);

const app = createApp({
  setup() {
    const draw = (/** @type {any} */ vnode) => drawProduct(vnode.el);
    const go = (/** @type {any} */ event) => {
      const link = event.target.closest("nav a");
      if (!link) return;
      event.preventDefault();
      history.pushState(null, "", link.href);
      page.value = link.textContent;
      nextTick(() => window.scrollTo(0, 0));
    };
    return () => h("div", { key: page.value, onClick: go, onVnodeMounted: draw, "data-page": page.value });
  },
});
app.mount("#app");

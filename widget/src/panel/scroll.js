/**
 * How far the present screen is scrolled, as its scroll events told it: to ask the element would lay the whole page out each
 * time something is drawn. A place that was left comes back before its answer does: it is due until there is enough to
 * scroll, or until the visitor moves on by hand.
 *
 * @param {() => HTMLElement} main  what scrolls
 */
export function createScroll(main) {
  let at = 0, due = 0;

  function back() {
    main().scrollTop = at = due;
    if (main().scrollTop > due - 1) due = 0;
  }

  return {
    where: () => due || at,
    /** @param {number} top  where the screen that came was left */
    arrive(top) {
      due = top;
      if (at || top) back();
    },
    /** Something was drawn: there may be enough of it now. */
    again() { if (due) back(); },
    /** The element was taken out of the page and came back: so does its place. */
    restore() { if (at) main().scrollTop = at; },
    /** @param {HTMLElement} root  around it @param {() => void} moved */
    listen(root, moved) {
      for (const name of ["wheel", "pointerdown", "keydown"]) root.addEventListener(name, () => { due = 0; }, { passive: true });
      root.addEventListener("scroll", ({ target }) => {
        if (target !== main()) return;
        at = main().scrollTop;
        moved();
      }, { capture: true, passive: true });
    },
  };
}

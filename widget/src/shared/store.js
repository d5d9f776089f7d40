/**
 * State changes by what happened: `dispatch({type, …})` → `reduce(state, event)` → whoever listens.
 *
 * @template S
 * @param {(state: S, event: any) => S} reduce
 * @param {S} state
 */
export function createStore(reduce, state) {
  /** @type {Set<(state: S) => void>} */
  const hearers = new Set();
  return {
    get: () => state,
    /** @param {any} event */
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const hear of hearers) hear(state);
    },
    /** @param {(state: S) => void} hear */
    listen(hear) { hearers.add(hear); },
  };
}

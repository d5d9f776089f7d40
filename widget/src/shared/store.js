/**
 * State changes by what happened: `dispatch({type, …})` → `changes[type](state, event)` → whoever listens.
 *
 * @template S
 * @typedef {Record<string, (state: S, event: any) => S>} Changes
 */

/**
 * @template S
 * @param {Changes<S>} changes
 * @param {S} state
 */
export function createStore(changes, state) {
  /** @type {Set<(state: S) => void>} */
  const hearers = new Set();
  return {
    get: () => state,
    /** @param {any} event */
    dispatch(event) {
      const next = changes[event.type](state, event);
      if (next === state) return;
      state = next;
      for (const hear of hearers) hear(state);
    },
    /** A part that came later brings what can happen in it. @param {Changes<S>} more */
    learn(more) { changes = { ...changes, ...more }; },
    /** @param {(state: S) => void} hear */
    listen(hear) { hearers.add(hear); },
  };
}

/**
 * What failed is asked again by itself while somebody looks at it: after 1 to 60 seconds, longer each time, and by chance within
 * that, so that a thousand who wait for a server do not come back to it at once.
 */

/** Milliseconds to the next try. @param {number} tries  how many went before, from 1 @param {number} [chance]  0 to 1 */
export const pause = (tries, chance = Math.random()) => 1000 + chance * 1000 * (Math.min(60, 2 ** tries) - 1);

/**
 * @param {() => Promise<void>} retry
 * @param {AbortSignal} ended
 * @returns {(failed: boolean, well: boolean) => void}  to be told how things stand, each time they change
 */
export function createPatience(retry, ended) {
  let tries = 0, timer = 0, failing = false;
  const wait = () => {
    timer = setTimeout(async () => {
      if (failing && !document.hidden) await retry();
      timer = 0;
      look(failing, false);
    }, pause(++tries));
  };
  /** @param {boolean} failed @param {boolean} well */
  function look(failed, well) {
    failing = failed && !ended.aborted;
    if (well) tries = 0;
    if (failing && !timer) wait();
  }
  // A network that is back is back for a whole office.
  addEventListener("online", () => { tries = 0; clearTimeout(timer); timer = 0; look(failing, false); }, { signal: ended });
  return look;
}

/** That somebody has written: in words for who hears the page, in the title while the page is hidden, and as a sound for who wants one. */

/** Milliseconds in which lines are told together. */
const REST = 700;

/**
 * @param {object} given
 * @param {(text: string) => void} given.say   aloud
 * @param {AbortSignal} given.ended
 */
export function createNoticing({ say, ended }) {
  /** @type {string[]} */
  let news = [];
  /** @type {any} */
  let timer = 0;
  let hidden = 0, title = "", ours = "";
  /** @type {AudioContext | null} */
  let audio = null;

  function restore() {
    if (ours && document.title === ours) document.title = title;
    [hidden, ours] = [0, ""];
  }
  addEventListener("visibilitychange", () => { if (!document.hidden) restore(); }, { signal: ended });
  ended.addEventListener("abort", () => self.forget());

  const self = {
    /** @param {string} text  who wrote what @param {(n: number) => string} many @param {boolean} loud */
    wrote(text, many, loud) {
      news.push(text);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const told = news.length > 1 ? many(news.length) : news[0];
        news = [];
        say("");
        setTimeout(() => say(told), 50);   // the same words again are news again
        if (loud) self.sound();
      }, REST);
      if (!document.hidden) return;
      if (!ours || document.title !== ours) title = document.title;
      document.title = ours = `(${(hidden += 1)}) ${title}`;
    },
    /** Only after a gesture: browsers allow none before it. */
    sound() {
      try {
        audio ||= new AudioContext();
        const tone = audio.createOscillator(), gain = audio.createGain(), at = audio.currentTime;
        tone.frequency.value = 660;
        gain.gain.setValueAtTime(0.12, at);
        gain.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
        tone.connect(gain).connect(audio.destination);
        tone.start(at);
        tone.stop(at + 0.4);
      } catch { /* a page without sound */ }
    },
    forget() {
      clearTimeout(timer);
      news = [];
      restore();
    },
  };
  return self;
}

/** Somebody wrote who waits for me: a sound, and a notification where the desk is not looked at. Both by choice, kept in this browser. */

const NAME = "askaside.desk.bell";

/** @param {(key: string, values?: any) => string} t @param {(row: import("./state.js").Row) => void} open */
export function createBell(t, open) {
  let on = false;
  try {
    on = localStorage.getItem(NAME) === "on";
  } catch { /* then for this page only */ }
  /** @type {AudioContext | null} */
  let audio = null;

  function sound() {
    audio ||= new AudioContext();
    const tone = audio.createOscillator(), gain = audio.createGain(), at = audio.currentTime;
    tone.frequency.value = 660;
    gain.gain.setValueAtTime(0.15, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }

  return {
    on: () => on,
    /** After a click: browsers let neither of both be asked for otherwise. @param {boolean} wish */
    async set(wish) {
      on = wish;
      try {
        localStorage.setItem(NAME, on ? "on" : "off");
      } catch { /* as above */ }
      if (!on) return;
      sound();
      if (typeof Notification === "function" && Notification.permission === "default") await Notification.requestPermission();
    },
    /** @param {import("./state.js").Row[]} rows  of requests or chats */
    ring(rows) {
      if (!on || !rows.length) return;
      sound();
      if (!document.hidden || typeof Notification !== "function" || Notification.permission !== "granted") return;
      const [row] = rows;
      const told = new Notification(t("desk.wrote", { n: rows.length }), { body: row.subject, tag: "askaside.desk" });
      told.onclick = () => { focus(); open(row); told.close(); };
    },
  };
}

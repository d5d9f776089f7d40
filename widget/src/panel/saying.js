/** Milliseconds that the typing rests before a count is said. */
const REST = 1000;

/**
 * What a screen says aloud, once, when the typing rests; to another question the same count is news.
 *
 * @param {(text: string) => void} say
 * @returns {(text: string, words: string) => void}   to be told with each drawing
 */
export function createSaying(say) {
  let announced = "\n", saying = 0;
  return (text, words) => {
    const news = text + "\n" + words;
    if (news === announced) return;
    announced = news;
    clearTimeout(saying);
    if (text) saying = setTimeout(() => say(text), REST);
  };
}

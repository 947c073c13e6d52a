// Texts of six kinds: what people write in answers, in the scripts and habits that cost a reader of JSON different amounts.

/** A small generator of pseudo-random numbers (mulberry32): the same seed gives the same numbers in every runtime. */
export class Dice {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. @param {number} below */
  below(below) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  of(list) {
    return list[this.below(list.length)];
  }
}

const words = (/** @type {string} */ text) => text.split(" ");

const ENGLISH = words("the report saves our team hours every week but export took too long and support was quick to answer please add a dark theme it works well on my phone price is fair search finds nothing I like how setup goes");
const ACCENTS = words("très réactif l’équipe répond déjà à toutes les demandes où für größere Änderungen wäre schön también está rápido años después señal não há opção já função håper på språk smörgås coût élevé prévu naïve façade");
const CYRILLIC = words("очень удобно отчёт экономит нашей команде часы каждую неделю но выгрузка долгая поддержка ответила быстро добавьте тёмную тему работает хорошо цена честная поиск ничего не находит");
const JAPANESE = words("とても使いやすい レポートで毎週何時間も節約できます しかし書き出しに時間がかかる サポートの返事が早い 暗いテーマを追加してください 検索で何も見つからない 価格は妥当です 設定が簡単");
const EMOJI = words("🎉 👍🏽 love it 😀😀 so fast 🚀 ❤️ great 👩‍👩‍👧 ok 🙏 not sure 🤔 bug 🐛 please fix 🔧 🥳 thanks 💯 slow 🐢 😡");

/** Every few words a quote, a path with backslashes, a tab or a line break, as people paste them. @param {Dice} dice */
function pasted(dice) {
  const word = dice.of(ENGLISH);
  switch (dice.below(6)) {
    case 0:
      return `"${word}"`;
    case 1:
      return `C:\\${word}\\${dice.of(ENGLISH)}`;
    case 2:
      return `${word}\r\n${dice.of(ENGLISH)}`;
    case 3:
      return `${word}\n- ${dice.of(ENGLISH)}\t`;
    default:
      return word;
  }
}

/**
 * A kind of text: how its words are found, and what stands between them.
 *
 * @typedef {{ word: (dice: Dice) => string, between: string }} Kind
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  ASCII: { word: (dice) => dice.of(ENGLISH), between: " " },
  // About every second word has an accent.
  "Latin with accents": { word: (dice) => dice.of(ACCENTS), between: " " },
  Cyrillic: { word: (dice) => dice.of(CYRILLIC), between: " " },
  Japanese: { word: (dice) => dice.of(JAPANESE), between: "。" },
  emoji: { word: (dice) => dice.of(EMOJI), between: " " },
  "many escapes": { word: pasted, between: " " },
};

/** A text of so many words. @param {Kind} kind @param {Dice} dice @param {number} count */
export function text({ word, between }, dice, count) {
  return Array.from({ length: count }, () => word(dice)).join(between);
}

// Values that JSON cannot express.

/** Values that JSON cannot express: a function that makes a new one, and the message of the error. */
export const UNSAYABLE = {
  NaN: [() => NaN, /finite/],
  Infinity: [() => Infinity, /finite/],
  "-Infinity": [() => -Infinity, /finite/],
  BigInt: [() => 7n, /BigInt/],
  Date: [() => new Date(0), /Date.*toISOString/],
  Symbol: [() => Symbol("s"), /Symbol/],
  function: [() => () => 1, /function/],
  class: [() => class {}, /function/],
  Map: [() => new Map([["a", 1]]), /Map.*fromEntries/],
  Set: [() => new Set([1]), /Set/],
  RegExp: [() => /x/, /RegExp/],
  Error: [() => new Error("x"), /Error/],
  Promise: [() => Promise.resolve(1), /Promise/],
  "a boxed text": [() => new String("x"), /String/],
  "a boxed number": [() => new Number(1), /Number/],
  "an array of bytes": [() => new Uint8Array(2), /Uint8Array/],
  "an instance of a class": [() => new (class Thing {})(), /Thing/],
  "half a surrogate pair": [() => "a\ud800", /surrogate/],
};

// Counts what a Worker must not do at global scope.

export const counts = { fetched: 0, timers: 0, random: 0, instantiated: 0 };

const count = (owner, name, counter) => {
  const original = owner[name];
  owner[name] = function (...input) {
    counts[counter]++;
    return original.apply(this, input);
  };
};

count(globalThis, "fetch", "fetched");
count(globalThis, "setTimeout", "timers");
count(Math, "random", "random");
count(WebAssembly, "instantiate", "instantiated");

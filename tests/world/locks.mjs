// Web Locks: one holder at a time, and the browser takes a lock from a tab that dies.

export class Locks {
  #holder;
  #line = [];

  constructor(schedule) {
    this.schedule = schedule;
  }

  /** The lock of a tab, as `lock.js` has it. */
  of(tab) {
    return {
      ask: (granted) => {
        const request = { tab, granted };
        this.#line.push(request);
        this.#next();
        return () => this.#end(request);
      },
    };
  }

  kill(tab) {
    for (const request of [this.#holder, ...this.#line]) if (request?.tab === tab) this.#end(request);
  }

  #end(request) {
    this.#line = this.#line.filter((each) => each !== request);
    if (this.#holder !== request) return;
    this.#holder = undefined;
    this.#next();
  }

  #next() {
    if (this.#holder || this.#line.length === 0) return;
    const request = this.#line.shift();
    this.#holder = request;
    this.schedule({ tab: request.tab, run: () => this.#holder === request && request.granted() });
  }
}

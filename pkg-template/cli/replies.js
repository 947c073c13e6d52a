// @ts-check
// Keeps the body of the latest reply as it came. The client parses bodies, and a number that JavaScript cannot hold is then lost.

/** A fetch, and the text of the last body that was read from it. */
export class Replies {
  /** @type {Uint8Array[]} */
  #chunks = [];
  /** How many replies there were. */
  count = 0;

  /** @type {(url: string, init: RequestInit) => Promise<Response>} */
  fetch = async (url, init) => {
    const response = await fetch(url, init);
    this.count += 1;
    /** @type {Uint8Array[]} */
    const chunks = (this.#chunks = []);
    if (!response.body) return response;
    const copying = new TransformStream({
      transform(chunk, controller) {
        chunks.push(chunk);
        controller.enqueue(chunk);
      },
    });
    // A failure of the body reaches its reader.
    return new Response(response.body.pipeThrough(copying), response);
  };

  /** Without a byte-order mark. What is not UTF-8 is U+FFFD, as in what the client parses. */
  get text() {
    return new TextDecoder().decode(Buffer.concat(this.#chunks));
  }
}

// @ts-check
// Asks a Durable Object.

/**
 * @param {{ fetch(url: string, init: object): Promise<Response> }} stub
 * @param {object} question
 * @returns {Promise<any>} Rejects unless the object answers.
 */
export async function ask(stub, question) {
  // The address means nothing: an object is found by its name.
  const response = await stub.fetch("https://object", { method: "POST", body: JSON.stringify(question) });
  if (!response.ok) throw new Error();
  return response.json();
}

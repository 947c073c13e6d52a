// @ts-check
// Generated from the declarations in src/actions and src/model. Do not edit.

/** A method per action. Each hands over to `call` or `list` of the client. */
export class Actions {
  /**
   * Checks that Refiner accepts the API key, and names the environment it belongs to.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  verifyKey(input, options) {
    return this.call("verify_key", input, options);
  }

  /**
   * Gets the account's plan, its usage this month and its environments.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  getAccountInfo(input, options) {
    return this.call("get_account_info", input, options);
  }

  /**
   * Creates or updates the contact of a user, with traits and account.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  identifyUser(input, options) {
    return this.call("identify_user", input, options);
  }

  /**
   * Lists contacts with their traits, segments and accounts, page by page.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  listContacts(input, options) {
    return this.list("list_contacts", input, options);
  }

  /**
   * Gets one contact with traits, segments and account.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  getContact(input, options) {
    return this.call("get_contact", input, options);
  }

  /**
   * Deletes a contact and all of its responses. This cannot be undone.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  deleteContact(input, options) {
    return this.call("delete_contact", input, options);
  }

  /**
   * Lists segments by name, page by page.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  listSegments(input, options) {
    return this.list("list_segments", input, options);
  }

  /**
   * Adds a contact to a manual segment. Creates the user if unknown.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  addContactToSegment(input, options) {
    return this.call("add_contact_to_segment", input, options);
  }

  /**
   * Removes a contact from a manual segment. The contact itself is kept.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  removeContactFromSegment(input, options) {
    return this.call("remove_contact_from_segment", input, options);
  }

  /**
   * Records an event of a user. Creates the user if unknown. Not available on every plan.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  trackEvent(input, options) {
    return this.call("track_event", input, options);
  }

  /**
   * Lists surveys, page by page.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  listForms(input, options) {
    return this.list("list_forms", input, options);
  }

  /**
   * Publishes a survey, or turns it back into a draft.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  publishForm(input, options) {
    return this.call("publish_form", input, options);
  }

  /**
   * Copies a survey under a new name.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  duplicateForm(input, options) {
    return this.call("duplicate_form", input, options);
  }

  /**
   * Archives a survey: it is no longer shown. Its responses are kept.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  archiveForm(input, options) {
    return this.call("archive_form", input, options);
  }

  /**
   * Lists the changes made to a survey, page by page.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  listFormHistory(input, options) {
    return this.list("list_form_history", input, options);
  }

  /**
   * Lists survey responses with their answers and contacts, newest first, page by page.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  listResponses(input, options) {
    return this.list("list_responses", input, options);
  }

  /**
   * Stores answers that were given outside Refiner as a response to a survey.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  storeResponse(input, options) {
    return this.call("store_response", input, options);
  }

  /**
   * Adds tags to a response. Its other tags are kept.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  tagResponse(input, options) {
    return this.call("tag_response", input, options);
  }

  /**
   * Gets figures that Refiner computes from responses: nps, csat, ratings, distribution or count.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  getReporting(input, options) {
    return this.call("get_reporting", input, options);
  }
}

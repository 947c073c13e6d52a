// @ts-check
// Generated from the declarations in src/actions and src/model. Do not edit.

/** A method per action. Each hands over to `call` or `list` of the client. */
export class Actions {
  /**
   * Checks that the API key is accepted, and names the environment it belongs to.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  verifyKey(input, options) {
    return this.call("verify_key", input, options);
  }

  /**
   * Says which plan the account has, what it has used this month and which environments there are.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  getAccountInfo(input, options) {
    return this.call("get_account_info", input, options);
  }

  /**
   * Creates the contact of a user, or updates it, with traits and account.
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
   * Puts a contact into a manual segment. An unknown user is created.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  addContactToSegment(input, options) {
    return this.call("add_contact_to_segment", input, options);
  }

  /**
   * Takes a contact out of a manual segment. The contact itself stays.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  removeContactFromSegment(input, options) {
    return this.call("remove_contact_from_segment", input, options);
  }

  /**
   * Records that a user did something. An unknown user is created. Depends on the plan.
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
   * Publishes a survey, or takes it back to a draft.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  publishForm(input, options) {
    return this.call("publish_form", input, options);
  }

  /**
   * Makes a copy of a survey under another name.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  duplicateForm(input, options) {
    return this.call("duplicate_form", input, options);
  }

  /**
   * Archives a survey: it is shown to nobody any more. Its responses stay.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  archiveForm(input, options) {
    return this.call("archive_form", input, options);
  }

  /**
   * Lists what was done to a survey, page by page.
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
   * Stores an answer that was given elsewhere as a response to a survey.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  storeResponse(input, options) {
    return this.call("store_response", input, options);
  }

  /**
   * Adds tags to a response; the tags it has stay.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  tagResponse(input, options) {
    return this.call("tag_response", input, options);
  }

  /**
   * Gets a score or counts that Refiner makes of responses: nps, csat, ratings, distribution or count.
   * @this {import("../internal/client.js").Client}
   * @param {any} [input]
   * @param {any} [options]
   */
  getReporting(input, options) {
    return this.call("get_reporting", input, options);
  }
}

// An input for every action, as a person would write it, with all of its parameters.

/**
 * @param {(path: string) => Promise<any>} get Reads a list of the sandbox: `forms`, `segments`, `responses`.
 * @returns {Promise<Record<string, any>>}
 */
export async function samples(get) {
  const [form, other] = (await get("forms")).items;
  const segment = (await get("segments")).items.find((one) => one.is_manual);
  const response = (await get("responses")).items[0];
  const scalars = { text: "pro", number: 4.5, yes: true, none: null, "with space & more": "ä" };
  const account = { id: "acme", attributes: { seats: 12, churned: null } };
  const paging = { page: 1, page_length: 7 };
  const range = { date_range_start: "2020-01-01", date_range_end: "2030-01-31T10:00:00Z" };
  const data = { response_data: { nps: 9 }, contact_data: { plan: "pro", paying: true }, account_data: { seats: 3 } };
  return {
    verify_key: {},
    get_account_info: {},
    identify_user: { id: "u-tools", email: "jane@awesome.com", attributes: scalars, account },
    list_contacts: { order_by: "email", form_uuid: form.uuid, segment_uuid: segment.uuid, search: "a", ...paging },
    get_contact: { id: "u-tools" },
    delete_contact: { id: "u-tools" },
    list_segments: paging,
    add_contact_to_segment: { segment_uuid: segment.uuid, id: "u-tools" },
    remove_contact_from_segment: { segment_uuid: segment.uuid, id: "u-tools" },
    track_event: { event: "Upgraded", id: "u-tools", email: "jane@awesome.com" },
    list_forms: { list: "all_with_archived", include_info: true, include_config: false, ...paging },
    publish_form: { form_uuid: form.uuid, published: true },
    duplicate_form: { form_uuid: form.uuid, name: "A copy" },
    archive_form: { form_uuid: other.uuid },
    list_form_history: { form_uuid: form.uuid, ...paging },
    list_responses: {
      form_uuid: form.uuid,
      segment_uuids: [segment.uuid],
      include: "all",
      search: "a",
      with_attributes: true,
      ...range,
      ...data,
      ...paging,
    },
    store_response: {
      form_uuid: form.uuid,
      id: "u-tools",
      answers: { nps: 9, why: "because", picks: ["a", "b", 3], left: null },
      date: "2026-01-31 10:00:00",
      prevent_duplicates: false,
      tags: ["tools"],
      account,
    },
    tag_response: { uuid: response.uuid, tags: ["one", "two"] },
    get_reporting: {
      type: "nps",
      form_uuids: [form.uuid],
      question_identifiers: ["nps"],
      ...range,
      ...data,
    },
  };
}

/** An order in which each action finds what it needs: creating comes before reading, and reading before deleting. */
export const ORDER = [
  "verify_key",
  "get_account_info",
  "identify_user",
  "track_event",
  "add_contact_to_segment",
  "get_contact",
  "list_contacts",
  "list_segments",
  "list_forms",
  "list_form_history",
  "list_responses",
  "store_response",
  "tag_response",
  "get_reporting",
  "publish_form",
  "duplicate_form",
  "remove_contact_from_segment",
  "archive_form",
  "delete_contact",
];

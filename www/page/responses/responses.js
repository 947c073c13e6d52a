// The responses: makes a query of the filters, and shows the page that it gives as a table.
import { byId } from "../parts/dom.js";
import { planView } from "../parts/plan.js";
import { startFilters } from "./filters.js";
import { newestOnly } from "./newest.js";
import { DEFAULTS, fromAddress, isFiltered, toAddress, toInput } from "./query.js";
import { resultsView } from "./results.js";

const NUMBER = new Intl.NumberFormat("en");

/** @param {import("/pkg/index.js").Refiner} client */
export function startResponses(client) {
  let query = fromAddress(location.search);
  /** The cursor of the next rows, when rows are loaded by cursor. @type {string | undefined} */
  let cursor;
  /** How many rows come before those that are loaded next. */
  let shown = 0;
  let last = Infinity;

  const list = newestOnly((signal, input) => client.listResponses(input, { signal }));
  const plan = planView(byId("responses-plan"), client, "list_responses");
  const filters = startFilters(query, (values) => ask({ ...values, page: 1 }));
  const view = resultsView({
    // The page does not exist: go back to the last one.
    onPrevious: () => turnTo(Math.min(query.page - 1, Math.max(1, last))),
    onNext: () => turnTo(query.page + 1),
    onMore: () => load(),
    onRetry: () => load(),
    onClear: () => filters.clear(),
  });

  const ask = (wanted) => {
    query = wanted;
    cursor = undefined;
    shown = 0;
    // No new entry in the history: filtering is not navigation.
    history.replaceState(null, "", `${location.pathname}${toAddress(query)}${location.hash}`);
    return load();
  };

  const turnTo = async (page) => {
    await ask({ ...query, page });
    view.toTop();
  };

  const load = async () => {
    const { mode } = query;
    const input = toInput(query, cursor);
    void plan.show(input);
    view.loading(mode);
    const result = await list(input);
    if (!result) return;
    try {
      if ("error" in result) throw result.error;
      display(result.value);
    } catch (error) {
      view.failed(error, { keep: shown > 0, mode });
    }
  };

  const display = ({ items, pagination }) => {
    filters.offer(items.map((item) => item?.form ?? {}));
    const place = placeOf(pagination, query);
    last = place.last;
    if (items.length === 0 && shown === 0) {
      view.empty(nothing(query, place));
      return;
    }
    const add = shown > 0;
    shown += items.length;
    cursor = place.cursor;
    view.show({
      items,
      add,
      mode: query.mode,
      ...place,
      said: query.mode === "pages" ? place.said : soFar(shown, place),
    });
  };

  void load();
}

/** Refiner may send a count as text. */
function placeOf(pagination, query) {
  const [page, last, count] = ["current_page", "last_page", "items_count"].map((name) => Number(pagination[name]));
  const cursor = pagination.next_page_cursor || undefined;
  return {
    count,
    last,
    cursor,
    hasPrevious: query.page > 1,
    hasNext: query.mode === "pages" ? page < last : cursor !== undefined && !(page >= last),
    said: `Page ${NUMBER.format(page)} of ${NUMBER.format(last)} · ${responses(count)}`,
  };
}

function soFar(shown, { count, hasNext }) {
  if (!hasNext) return `All ${responses(shown)}`;
  return `${NUMBER.format(shown)} of ${responses(count)}`;
}

function responses(count) {
  return count === 1 ? "1 response" : `${NUMBER.format(count)} responses`;
}

function nothing(query, { last, count }) {
  const { mode } = query;
  if (query.page > 1 && count > 0) {
    return {
      said: `There is no page ${query.page}.`,
      hint: `The last page is ${last}.`,
      mode,
      clearable: true,
      hasPrevious: true,
    };
  }
  const more = query.include === DEFAULTS.include ? " Only completed responses are included." : "";
  return isFiltered(query)
    ? { said: "No response matches.", hint: `Widen the filters.${more}`, mode, clearable: true }
    : {
        said: "There are no responses yet.",
        hint: `They appear here once surveys are answered.${more}`,
        mode,
        clearable: false,
      };
}

/** What customers look at and what comes of it: actions, items, categories, and the way from a look to a purchase. */
import { browsingActions, type BrowsingAction } from './browsing-actions.ts';
import { actionAt, type BrowsingLog } from './browsing-log.ts';
import { levelCount } from './group-rows.ts';

type Columns = Record<string, Float64Array>;

const countIdOf: Record<BrowsingAction, string> = {
  view: 'views',
  cart: 'cartAdds',
  favourite: 'favourites',
  purchase: 'purchases',
  search: 'searches',
};

/** events: all of a customer's; and one count for each action that the file knows. */
export function actionColumns(log: BrowsingLog): Columns {
  const { start, line } = log.groups;
  const events = new Float64Array(log.nCustomers);
  const counts = browsingActions.map(() => new Float64Array(log.nCustomers));
  for (let row = 0; row < log.nCustomers; row++) {
    events[row] = start[row + 1]! - start[row]!;
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const action = actionAt(log, line[i]!);
      if (action >= 0) counts[action]![row]!++;
    }
  }
  const columns: Columns = { events };
  browsingActions.forEach((action, a) => {
    if (log.known.has(action)) columns[countIdOf[action]] = counts[a]!;
  });
  return columns;
}

/** From which action to which; both have to be known to the file. */
const ways = [
  ['viewToCart', 'view', 'cart'],
  ['cartToPurchase', 'cart', 'purchase'],
  ['viewToPurchase', 'view', 'purchase'],
] as const;

/**
 * Per row, over distinct items:
 * - distinctItems: how many the customer's events are about
 * - viewToCart: of those viewed, the share also put into the cart; cartToPurchase and viewToPurchase alike. The order of
 *   the two does not matter, as logs that begin in the middle miss the first. Missing without any item to begin with
 */
export function itemColumns(log: BrowsingLog): Columns {
  const { item } = log.events;
  if (!item) return {};
  const { start, line } = log.groups;
  const distinctItems = new Float64Array(log.nCustomers);
  const rates = ways
    .filter(([, from, to]) => log.known.has(from) && log.known.has(to))
    .map(([id, from, to]) => ({ id, from: bitOf(from), to: bitOf(to), values: new Float64Array(log.nCustomers) }));
  const began = rates.map(() => 0);
  const arrived = rates.map(() => 0);
  const done = new Uint8Array(levelCount(item));
  for (let row = 0; row < log.nCustomers; row++) {
    began.fill(0);
    arrived.fill(0);
    const [first, last] = [start[row]!, start[row + 1]!];
    for (let i = first; i < last; i++) {
      const about = item[line[i]!]!;
      if (about >= 0) done[about]! |= touched | bitAt(actionAt(log, line[i]!));
    }
    for (let i = first; i < last; i++) {
      const about = item[line[i]!]!;
      if (about < 0 || done[about] === 0) continue;
      distinctItems[row]!++;
      for (let r = 0; r < rates.length; r++) {
        if ((done[about]! & rates[r]!.from) === 0) continue;
        began[r]!++;
        if ((done[about]! & rates[r]!.to) !== 0) arrived[r]!++;
      }
      done[about] = 0;
    }
    rates.forEach(({ values }, r) => (values[row] = began[r]! > 0 ? arrived[r]! / began[r]! : NaN));
  }
  return { distinctItems, ...Object.fromEntries(rates.map(({ id, values }) => [id, values])) };
}

/** Set for every item that an event is about, whatever the action. */
const touched = 1 << browsingActions.length;

function bitAt(action: number): number {
  return action < 0 ? 0 : 1 << action;
}

function bitOf(action: BrowsingAction): number {
  return bitAt(browsingActions.indexOf(action));
}

/**
 * Per row: distinctCategories, and commonestCategoryShare, the share of the events of a known category that the
 * commonest takes; missing without any.
 */
export function categoryColumns(log: BrowsingLog): Columns {
  const { category } = log.events;
  if (!category) return {};
  const { start, line } = log.groups;
  const distinctCategories = new Float64Array(log.nCustomers);
  const commonestCategoryShare = new Float64Array(log.nCustomers);
  const counts = new Int32Array(levelCount(category));
  for (let row = 0; row < log.nCustomers; row++) {
    let [known, most] = [0, 0];
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const kind = category[line[i]!]!;
      if (kind < 0) continue;
      known++;
      if (counts[kind] === 0) distinctCategories[row]!++;
      most = Math.max(most, ++counts[kind]!);
    }
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const kind = category[line[i]!]!;
      if (kind >= 0) counts[kind] = 0;
    }
    commonestCategoryShare[row] = known > 0 ? most / known : NaN;
  }
  return { distinctCategories, commonestCategoryShare };
}

/**
 * secondsPerPage: mean of the known times on a page, over views where the file knows them and over all events
 * otherwise; missing without any.
 */
export function pageTimeColumns(log: BrowsingLog): Columns {
  const { seconds } = log.events;
  if (!seconds) return {};
  const { start, line } = log.groups;
  const secondsPerPage = new Float64Array(log.nCustomers);
  const view = log.known.has('view') ? browsingActions.indexOf('view') : -1;
  for (let row = 0; row < log.nCustomers; row++) {
    let [sum, count] = [0, 0];
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const spent = seconds[line[i]!]!;
      if (!(spent >= 0) || (view >= 0 && actionAt(log, line[i]!) !== view)) continue;
      sum += spent;
      count++;
    }
    secondsPerPage[row] = count > 0 ? sum / count : NaN;
  }
  return { secondsPerPage };
}

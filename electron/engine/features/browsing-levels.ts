/** One column for each of a log's commonest pages and devices. */
import type { BrowsingLog } from './browsing-log.ts';
import { levelCount } from './group-rows.ts';

const mostPages = 30;
/** A page that fewer of the visitors open gets no column. */
const leastVisitors = 0.02;
const mostDevices = 6;
/** A device with a smaller share of the events gets no column. */
const leastEvents = 0.02;

/**
 * `page=TEXT`: 1 for customers who opened it, for the pages of at least 2 % of the visitors, the commonest 30 at most.
 * Only where the file tells no actions: then its items are pages; otherwise they are products, which
 * are too many and too short-lived to part segments by.
 */
export function pageColumns({ events, nCustomers, groups }: BrowsingLog): Map<string, Float64Array> {
  const { item, items } = events;
  if (!item || !items || events.action) return new Map();
  const { start, line } = groups;
  const visitors = new Int32Array(levelCount(item));
  const latest = new Int32Array(visitors.length).fill(-1);
  let everybody = 0;
  for (let row = 0; row < nCustomers; row++) {
    if (start[row + 1]! > start[row]!) everybody++;
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const page = item[line[i]!]!;
      if (page < 0 || latest[page] === row) continue;
      latest[page] = row;
      visitors[page]!++;
    }
  }
  const pages = commonest(visitors, items, leastVisitors * everybody, mostPages);
  const columns = pages.map(() => new Float64Array(nCustomers));
  const columnOf = placesOf(pages, visitors.length);
  for (let row = 0; row < nCustomers; row++) {
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const page = item[line[i]!]!;
      if (page >= 0 && columnOf[page]! >= 0) columns[columnOf[page]!]![row] = 1;
    }
  }
  return new Map(pages.map((page, c) => [`page=${items[page]!}`, columns[c]!]));
}

/**
 * `device=TEXT`: share of a customer's events that came from it, of those with a known device; missing without any. For
 * the devices of at least 2 % of the events, the commonest 6 at most; none where all come from one.
 */
export function deviceColumns({ events, nCustomers, groups }: BrowsingLog): Map<string, Float64Array> {
  const { device, devices } = events;
  if (!device || !devices) return new Map();
  const { start, line } = groups;
  const counts = new Int32Array(levelCount(device));
  let known = 0;
  for (const event of line) {
    if (device[event]! < 0) continue;
    counts[device[event]!]!++;
    known++;
  }
  const common = commonest(counts, devices, leastEvents * known, mostDevices);
  if (common.length < 2) return new Map();
  const columns = common.map(() => new Float64Array(nCustomers));
  const columnOf = placesOf(common, counts.length);
  for (let row = 0; row < nCustomers; row++) {
    let own = 0;
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const from = device[line[i]!]!;
      if (from < 0) continue;
      own++;
      if (columnOf[from]! >= 0) columns[columnOf[from]!]![row]!++;
    }
    for (const column of columns) column[row] = own > 0 ? column[row]! / own : NaN;
  }
  return new Map(common.map((from, c) => [`device=${devices[from]!}`, columns[c]!]));
}

/** Levels that occur at least so often, the commonest first; of equal ones by text. */
function commonest(counts: Int32Array, texts: readonly string[], least: number, most: number): number[] {
  return Array.from(counts.keys())
    .filter((level) => counts[level]! > 0 && counts[level]! >= least)
    .sort((a, b) => counts[b]! - counts[a]! || (texts[a]! < texts[b]! ? -1 : 1))
    .slice(0, most);
}

/** Of every level its place in the list; -1 where it has none. */
function placesOf(levels: readonly number[], nLevels: number): Int32Array {
  const places = new Int32Array(nLevels).fill(-1);
  levels.forEach((level, place) => (places[level] = place));
  return places;
}

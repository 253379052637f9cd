/** Browsing events as plain columns, one value per event. */
import { browsingActions, recogniseAction, type BrowsingAction } from './browsing-actions.ts';
import { namedDevices } from './browsing-devices.ts';
import { groupRows, type RowGroups } from './group-rows.ts';

/** Indexes below 0 are missing; a column is null where the file has none. */
export interface BrowsingEvents {
  customer: Int32Array;
  /** Wall-clock seconds since 1970; NaN is missing. */
  time: Float64Array | null;
  item: Int32Array | null;
  /** Texts behind `item`; without them no page gets a column of its own. */
  items?: readonly string[];
  category: Int32Array | null;
  action: Int32Array | null;
  /** Texts behind `action`. */
  actions: readonly string[];
  device?: Int32Array | null;
  /** Texts behind `device`. */
  devices?: readonly string[];
  /** The file's own sessions, where it tells them; otherwise they end with a pause. */
  session?: Int32Array | null;
  /** Time on the page; NaN or below 0 is missing. */
  seconds?: Float64Array | null;
}

export interface BrowsingLog {
  events: BrowsingEvents;
  nCustomers: number;
  groups: RowGroups;
  /** Per text in `actions`: which action it is by its position in `browsingActions`; -1 for any other. */
  actionOf: Int8Array;
  /** Actions that the file knows. */
  known: ReadonlySet<BrowsingAction>;
}

/** Groups events by customer and reads what actions and devices mean. O(events + customers). */
export function browsingLog(given: BrowsingEvents, nCustomers: number): BrowsingLog {
  const { device, devices } = given;
  const events = device && devices ? { ...given, ...namedDevices(device, devices) } : given;
  const found = events.actions.map(recogniseAction);
  return {
    events,
    nCustomers,
    groups: groupRows(events.customer, nCustomers),
    actionOf: Int8Array.from(found, (action) => (action ? browsingActions.indexOf(action) : -1)),
    known: new Set(events.action ? found.filter((action) => action !== null) : []),
  };
}

/** What an event is, by its position in `browsingActions`; -1 where that is not known. */
export function actionAt({ events, actionOf }: BrowsingLog, event: number): number {
  const code = events.action?.[event] ?? -1;
  return code >= 0 ? actionOf[code]! : -1;
}

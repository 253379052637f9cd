/** What a file that tells devices and times says of whole visits. */
import { quantileInPlace } from '../ml/preprocessing/order-statistics.ts';
import type { BrowsingLog } from './browsing-log.ts';
import type { Visits } from './browsing-visits.ts';

/** Where so many visits are of one event, the file's lines are visits, and its times those of whole ones. */
const singleEvents = 0.95;

/**
 * phoneShare: of the visits whose device is known, the share by phone; a visit's device is that of its first event with a
 * known one. Missing without any; null where the file tells no phones, or nothing else.
 */
export function phoneShare({ events, nCustomers }: BrowsingLog, visits: Visits): Float64Array | null {
  const { device, devices } = events;
  const phone = devices?.indexOf('phone') ?? -1;
  if (!device || phone < 0 || devices!.length < 2) return null;
  const ofVisit = new Int32Array(visits.first.length).fill(-1);
  for (const event of visits.line) {
    const visit = visits.visitOf[event]!;
    if (ofVisit[visit]! < 0) ofVisit[visit] = device[event]!;
  }
  return Float64Array.from({ length: nCustomers }, (_, row) => {
    let [known, byPhone] = [0, 0];
    for (let visit = visits.start[row]!; visit < visits.start[row + 1]!; visit++) {
      if (ofVisit[visit]! < 0) continue;
      known++;
      if (ofVisit[visit] === phone) byPhone++;
    }
    return known > 0 ? byPhone / known : NaN;
  });
}

/** Seconds of each visit, added up from the known times of its events; NaN where none is known. */
function visitSeconds({ events }: BrowsingLog, visits: Visits, seconds: Float64Array): Float64Array {
  const sums = new Float64Array(visits.first.length).fill(NaN);
  for (const event of visits.line) {
    const visit = visits.visitOf[event]!;
    const spent = seconds[event]!;
    if (spent >= 0 && events.customer[event]! >= 0)
      sums[visit] = (Number.isNaN(sums[visit]) ? 0 : sums[visit]!) + spent;
  }
  return sums;
}

/**
 * typicalVisit: the middle of a customer's visits by their length in minutes, which the known times of their events add
 * up to, so that the last page counts as well; missing without any. Null where the file tells no times spent.
 */
export function typicalVisit(log: BrowsingLog, visits: Visits): Float64Array | null {
  const { seconds } = log.events;
  if (!seconds) return null;
  const lengths = visitSeconds(log, visits, seconds);
  return Float64Array.from({ length: log.nCustomers }, (_, row) => {
    const own = lengths.subarray(visits.start[row], visits.start[row + 1]).filter((length) => !Number.isNaN(length));
    return own.length > 0 ? quantileInPlace(own, 0.5) / 60 : NaN;
  });
}

/** Whether each line of the file is a visit of its own. */
export function linesAreVisits({ first, line }: Visits): boolean {
  return line.length > 0 && first.length >= singleEvents * line.length;
}

/** Decides between M/D/Y and D/M/Y over a whole column. */
import type { CalendarOrder, DateOrder, ReadingReasons } from '../../../shared/domain.ts';
import { DayMonth, swapDayAndMonth, type DateKind } from './dates.ts';

export interface DateOrderVerdict {
  order: DateOrder;
  dayFirst: boolean;
  ambiguous: boolean;
  because: ReadingReasons['dateOrder'];
}

/** How many dates of a column were of each `DayMonth`. */
export class DateOrderVotes {
  readonly #counts = [0, 0, 0, 0];

  add(dayMonth: number): void {
    this.#counts[dayMonth]!++;
  }

  /** Whether a value has been seen that can only be read one way, or that needs no decision. */
  get settled(): boolean {
    return this.#of(DayMonth.monthFirst) + this.#of(DayMonth.dayFirst) > 0 || this.#of(DayMonth.open) === 0;
  }

  /**
   * The order of the column: what most values that settle it say. Where none does, the reading in which the lines
   * follow each other more closely, as order files are mostly sorted by time; then the writer's habit.
   * @param openTimes times of the open values, read as month, day, in the order of the file.
   * @param chosen the order that a person said; it is not doubted.
   * @returns the order; `dayFirst` for reading open values; what decided; `ambiguous` when no value settled it.
   */
  decide(
    kind: DateKind,
    openTimes: () => Iterable<number>,
    dayFirstHabit: boolean,
    chosen: CalendarOrder | null = null,
  ): DateOrderVerdict {
    if (kind !== 'calendar') return { order: kind, dayFirst: false, ambiguous: false, because: 'form' };
    if (chosen) return { order: chosen, dayFirst: chosen === 'dmy', ambiguous: false, because: 'chosen' };
    const [fixed, open] = [this.#of(DayMonth.fixed), this.#of(DayMonth.open)];
    const [monthFirst, dayFirst] = [this.#of(DayMonth.monthFirst), this.#of(DayMonth.dayFirst)];
    const yearFirst = fixed > open + monthFirst + dayFirst;
    const named = (isDayFirst: boolean): DateOrder => (yearFirst ? 'ymd' : isDayFirst ? 'dmy' : 'mdy');
    if (monthFirst + dayFirst > 0) {
      const isDayFirst = dayFirst > monthFirst;
      return { order: named(isDayFirst), dayFirst: isDayFirst, ambiguous: false, because: 'value' };
    }
    if (open === 0) return { order: 'ymd', dayFirst: false, ambiguous: false, because: 'form' };
    const closer = closerReading(openTimes());
    const guess = closer ?? dayFirstHabit;
    return { order: named(guess), dayFirst: guess, ambiguous: true, because: closer === null ? 'habit' : 'sequence' };
  }

  #of(dayMonth: number): number {
    return this.#counts[dayMonth]!;
  }
}

/** True when D/M/Y makes the steps between lines clearly shorter, false when M/D/Y does, null when neither. */
function closerReading(times: Iterable<number>): boolean | null {
  let [monthFirst, dayFirst] = [0, 0];
  let [lastMonthFirst, lastDayFirst] = [NaN, NaN];
  for (const time of times) {
    if (time === lastMonthFirst) continue;
    const swapped = swapDayAndMonth(time);
    if (!Number.isNaN(lastMonthFirst)) {
      monthFirst += Math.abs(time - lastMonthFirst);
      dayFirst += Math.abs(swapped - lastDayFirst);
    }
    lastMonthFirst = time;
    lastDayFirst = swapped;
  }
  if (dayFirst < 0.8 * monthFirst) return true;
  if (monthFirst < 0.8 * dayFirst) return false;
  return null;
}

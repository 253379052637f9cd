/** The cleaning rules of order lines. */
import type { Period } from '../../../shared/domain.ts';
import {
  cleaningRules,
  LineFlag,
  outsidePeriod,
  type CleanedOrders,
  type CleaningRule,
  type Orders,
  type Recipe,
} from '../../../shared/orders.ts';

/** All rules in their usual order, see `cleaningRules`. */
export function defaultRecipe(): Recipe {
  return { version: 1, rules: cleaningRules.map((rule) => ({ rule, enabled: true })) };
}

/**
 * Judges every line by the enabled rules, in the order of the recipe; the first rule that touches a line has it. The
 * lines themselves stay as they are, so that every rule can be undone.
 *
 * noCustomer: the line names none. exactDuplicate: all columns equal an earlier line's. notCompleted: the status of its
 * order is cancelled, failed or unpaid. return: a credit note, a refunded order, or a quantity below 0. nonPositivePrice: a price of 0 or less.
 * otherCurrency: the amount is in another currency than most, so that it cannot be added to them. nonProduct: postage, fees
 * and other services, which count as orders and money but not as products.
 * @param period lines outside of it are set aside first, as `outsidePeriod`, and no rule counts them.
 * @returns verdicts and counts; a rule that is not enabled touches 0 lines. O(lines x rules).
 */
export function cleanOrders(orders: Orders, recipe: Recipe, period: Period = {}): CleanedOrders {
  const { lines, dictionaries } = orders;
  const verdict = new Uint8Array(lines.count);
  setAside(orders, period, verdict);
  const services = Uint8Array.from(dictionaries.products, ({ isService }) => (isService ? 1 : 0));
  const { customer, product, quantity, price, flags } = lines;
  const touches: Record<CleaningRule, (line: number) => boolean> = {
    noCustomer: (line) => customer[line]! < 0,
    exactDuplicate: (line) => (flags[line]! & LineFlag.repeats) !== 0,
    notCompleted: (line) => (flags[line]! & LineFlag.notCompleted) !== 0,
    return: (line) => (flags[line]! & LineFlag.creditNote) !== 0 || quantity[line]! < 0,
    nonPositivePrice: (line) => !(price[line]! > 0),
    otherCurrency: (line) => (flags[line]! & LineFlag.otherCurrency) !== 0,
    nonProduct: (line) => product[line]! >= 0 && services[product[line]!] === 1,
  };
  const counts = recipe.rules.map(({ rule, enabled }) => {
    if (!enabled) return { rule, enabled, lines: 0 };
    const mark = 1 + cleaningRules.indexOf(rule);
    const touch = touches[rule];
    let touched = 0;
    for (let line = 0; line < lines.count; line++) {
      if (verdict[line] !== 0 || !touch(line)) continue;
      verdict[line] = mark;
      touched++;
    }
    return { rule, enabled, lines: touched };
  });

  const nonProduct = 1 + cleaningRules.indexOf('nonProduct');
  const isKept = new Uint8Array(dictionaries.customers.length);
  let keptLines = 0;
  let keptCustomers = 0;
  for (let line = 0; line < lines.count; line++) {
    if (verdict[line] !== 0 && verdict[line] !== nonProduct) continue;
    keptLines++;
    const who = customer[line]!;
    if (who < 0 || isKept[who] === 1) continue;
    isKept[who] = 1;
    keptCustomers++;
  }
  return { orders, verdict, counts: lines.count > 0 ? counts : [], keptLines, keptCustomers };
}

function setAside({ lines: { count, time } }: Orders, period: Period, verdict: Uint8Array): void {
  const { from = -Infinity, until = Infinity } = period;
  if (from === -Infinity && until === Infinity) return;
  for (let line = 0; line < count; line++) {
    if (!(time[line]! >= from && time[line]! < until)) verdict[line] = outsidePeriod;
  }
}

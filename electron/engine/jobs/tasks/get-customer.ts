import { mostOrdersTold, type CustomerDetail } from '../../../../shared/customers.ts';
import { AppError } from '../../../../shared/errors.ts';
import { secondsPerDay } from '../../features/calendar.ts';
import { closestSegments, customerFigures, shareBelow } from '../../insight/customers/customer-figures.ts';
import { customerOrders, isPurchase, monthlySpend } from '../../insight/customers/customer-orders.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldCustomers, type ListQuery } from './held-customers.ts';

/**
 * One customer; segments are positions in the run's list.
 * @throws AppError not_found (`no_such_customer`)
 */
export function run(
  args: HeldKeys & ListQuery & { row: number; firstTime: number; lastTime: number; reveal: boolean },
): CustomerDetail {
  const { held, list, masker } = heldCustomers(args);
  const { row } = args;
  const customer = list.table.customers[row];
  if (customer === undefined) throw new AppError('not_found', { reason: 'no_such_customer' });
  const id = list.idOf(row);
  const personal = masker.isPersonal(id);
  const { distance, closest } = closestSegments(list, held.treated, row);
  const orders = customerOrders(held.cleaned, customer);
  const lastPurchase = orders.find(isPurchase);
  const lastDay = Math.floor((lastPurchase?.time ?? args.lastTime) / secondsPerDay);
  const moreThan = (feature: string): number => {
    const value = list.ofOrders(feature, row);
    return Number.isNaN(value) ? NaN : shareBelow(list.column(feature), value);
  };
  return {
    row,
    customer: args.reveal ? id : masker.mask(id),
    personal,
    segment: list.labels[row]!,
    distance,
    closest: closest && { segment: closest.position, distance: closest.distance },
    figures: customerFigures(list, row),
    moreMoneyThan: moreThan('monetary'),
    moreOrdersThan: moreThan('frequency'),
    orders: orders.slice(0, mostOrdersTold),
    orderCount: orders.length,
    months: monthlySpend(orders, args.firstTime, args.lastTime),
    referenceTime: (lastDay + list.ofOrders('recency', row)) * secondsPerDay,
    place: placeOf(list.view(args.filter, args.sort).rows, row),
  };
}

function placeOf(rows: Int32Array, row: number): CustomerDetail['place'] {
  const position = rows.indexOf(row);
  if (position < 0) return null;
  return { position, total: rows.length, previous: rows[position - 1] ?? null, next: rows[position + 1] ?? null };
}

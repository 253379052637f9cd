import type { Orders } from '../../../../shared/orders.ts';
import type { DataQuality } from '../../../../shared/quality.ts';
import { surveyOrders } from '../../ingest/survey-orders.ts';

/** What is in the lines of a data set that was read before this was kept. `now` is in seconds since 1970. */
export function run(args: { orders: Orders; now: number }): DataQuality {
  return surveyOrders(args.orders, args.now);
}

/** What other screens do with chosen customers. */
import type { AppState } from '../../app.svelte.ts';

export interface Elsewhere {
  /** Opens the customer table on these rows of the shown run. */
  showCustomers: (rows: Int32Array, label: string) => void;
  /** Puts these rows into the segment with this id; resolves to whether it was done, else the adjust card says why. */
  moveRows: (rows: Int32Array, toId: number) => Promise<boolean>;
}

export function elsewhere({ customers, adjust }: AppState): Elsewhere {
  return {
    showCustomers: (rows, label) => customers.show({ rows, label }),
    moveRows: (rows, toId) => adjust.moveRows(rows, toId),
  };
}

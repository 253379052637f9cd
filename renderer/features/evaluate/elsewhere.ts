/**
 * What other screens do with chosen customers. The one place that knows how they are reached: where a screen is not
 * there, its link is not either.
 */
export interface Elsewhere {
  /** Opens the customer table on these rows of the shown run. */
  showCustomers: ((rows: Int32Array, label: string) => void) | null;
  /** Puts these rows into the segment with this id. */
  moveRows: ((rows: Int32Array, toId: number) => Promise<void>) | null;
}

interface Screens {
  customers?: { show: (chosen: { rows: Int32Array; label: string }) => void };
  adjust?: { moveRows: (rows: Int32Array, toId: number) => Promise<void> };
}

export function elsewhere(app: object): Elsewhere {
  const { customers, adjust } = app as Screens;
  return {
    showCustomers: customers ? (rows, label) => customers.show({ rows, label }) : null,
    moveRows: adjust ? (rows, toId) => adjust.moveRows(rows, toId) : null,
  };
}

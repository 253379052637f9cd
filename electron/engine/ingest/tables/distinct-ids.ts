import type { CustomerColumn } from '../../../../shared/customer-table.ts';

/** Two columns of one name become two columns: `Score` and `Score (2)`. */
export function distinctIds(columns: readonly CustomerColumn[]): CustomerColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { id } = column;
    for (let times = 2; taken.has(id); times++) id = `${column.id} (${times})`;
    taken.add(id);
    return { ...column, id };
  });
}

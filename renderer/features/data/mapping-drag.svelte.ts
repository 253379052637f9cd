/** A meaning that is being dragged onto a column. */
import type { GivenRole } from '../../../shared/domain.ts';

export class MappingDrag {
  role = $state<GivenRole | null>(null);
  /** Position of the column that it hovers over. */
  over = $state<number | null>(null);
  /** Position of the column that it was taken from; null for a meaning that no column had. */
  from = $state<number | null>(null);

  begin(event: DragEvent, role: GivenRole, from: number | null): void {
    this.role = role;
    this.from = from;
    if (!event.dataTransfer) return;
    event.dataTransfer.effectAllowed = 'move';
    // Firefox drags nothing that carries no data.
    event.dataTransfer.setData('text/plain', role);
  }

  /** Says to the browser that this column takes what is dragged. */
  hover(event: DragEvent, column: number): void {
    if (this.role === null) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'move';
    this.over = column;
  }

  leave(column: number): void {
    if (this.over === column) this.over = null;
  }

  /** Ends over a column; the role it brings, or null where nothing of ours was dropped. */
  drop(event: DragEvent): GivenRole | null {
    const { role } = this;
    if (role !== null) {
      // Files dropped on the window are taken elsewhere; this is none.
      event.preventDefault();
      event.stopPropagation();
    }
    this.end();
    return role;
  }

  end(): void {
    this.role = this.over = this.from = null;
  }
}

/** The columns of a table of rows. */

export interface RowColumn<Key extends string = string> {
  key: Key;
  label: string;
  /** What it holds, in a sentence; empty where the label says it. */
  meaning: string;
  /** Figures stand at the end of their cells. */
  isNumber: boolean;
  /** Least width in pixels, and its share of what is left; 0 keeps it as wide. */
  width: number;
  share: number;
}

export interface RowSort {
  by: string;
  descending: boolean;
}

/** Rows that come a page at a time. */
export interface RowList<Row> {
  /** Null until the first answer. */
  readonly total: number | null;
  readonly waiting: boolean;
  rowAt: (index: number) => Row | null;
  /** Says which rows are in view. */
  want: (first: number, last: number) => void;
}

/** The columns for `grid-template-columns`. */
export function rowTemplate(columns: readonly RowColumn[]): string {
  return columns.map(({ width, share }) => (share > 0 ? `minmax(${width}px, ${share}fr)` : `${width}px`)).join(' ');
}

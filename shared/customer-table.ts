/**
 * Customers with what is known of each, one row per customer: what files of attributes and of ready features hold, and
 * what events and relationships are summed up to.
 */
import type { FeatureFamily, FeatureUnit } from './domain.ts';

/** Families whose columns come from files other than orders. */
export type TableFamily = Extract<FeatureFamily, 'attributes' | 'browsing' | 'social' | 'ready'>;

interface ColumnHead {
  /**
   * `family:name`: the header of the file's column (`attributes:Income`), or the name of a computed figure
   * (`browsing:sessions`). Unique within a table.
   */
  id: string;
  family: TableFamily;
}

export interface NumberColumn extends ColumnHead {
  /** Dates are seconds since 1970; `yesNo` is 1 or 0. */
  type: 'number' | 'date' | 'yesNo';
  unit: FeatureUnit;
  /** One value per customer of the table; NaN is missing. */
  values: Float64Array;
}

export interface CategoryColumn extends ColumnHead {
  type: 'category';
  /** Texts as written. */
  levels: string[];
  /** One level per customer, by its position in `levels`; -1 is missing. */
  codes: Int32Array;
}

export type CustomerColumn = NumberColumn | CategoryColumn;

/** A segment or class that is known already: never a feature, only to learn from and to compare with. */
export interface LabelColumn {
  name: string;
  levels: string[];
  /** One level per customer; -1 where it is not known. */
  codes: Int32Array;
}

export interface CustomerTable {
  /** The customers' ids as written; row numbers from 1 where the file has none. */
  customers: string[];
  columns: CustomerColumn[];
  label: LabelColumn | null;
  /** Who agreed to be written to (`consentAnswers`), one per customer; absent where no file says it. Never a feature. */
  consent?: Int8Array | undefined;
}

/** What follows the family in a column's id: its name. */
export function columnName(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

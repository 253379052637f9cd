/** Of which type a column of customers is: number, date, yes or no, category, or nothing to compare customers by. */
import { plainName } from '../column-names.ts';
import type { ColumnValues } from '../column-values.ts';
import { yesNo } from '../yes-no.ts';

export type TableColumnType = 'number' | 'date' | 'yesNo' | 'category';

/** Names of columns whose whole numbers are codes of something, not amounts. */
const codeName =
  /(region|channel|browser|operatingsystems?|traffictype|type|class|category|group|segment|cluster|zone|code|city|store|branch|plan|tier|gender|genre|sex|status|state|country|nation|cohort|device|platform|source|medium|brand|市|省|区域|地区|渠道|类型|类别|性别|门店|等级|状态|品牌|城市)$/;
/** Different codes that are told apart at most. */
const mostCodes = 30;
/** A text that so many customers have to themselves is a name, an id or somebody's own words. */
const mostDistinctShare = 0.5;
const fewLevels = 20;

/**
 * The type of a column by its name and its sampled cells; null where it can compare nobody: empty, an id, or free text.
 * Whole numbers count as codes only where the name says that they are (`Region`), as a code has no order.
 */
export function columnType(name: string, values: ColumnValues): TableColumnType | null {
  const given = values.cells.filter((cell) => cell !== '');
  if (given.length === 0) return null;
  const levels = new Set(given);
  if (levels.size <= 2 && [...levels].every((text) => !Number.isNaN(yesNo(text)))) return 'yesNo';
  if (values.date && values.date.share >= 0.8 && !isPlainNumber(values)) return 'date';
  if (values.numericShare >= 0.95) {
    const isCode = values.integerShare === 1 && levels.size <= mostCodes && codeName.test(plainName(name));
    return isCode ? 'category' : 'number';
  }
  return levels.size <= fewLevels || values.distinctShare <= mostDistinctShare ? 'category' : null;
}

/** Numbers that happen to read as a date (19750101 is a date, 30211 an amount): only those of a written form count. */
function isPlainNumber({ date, numericShare, letterShare }: ColumnValues): boolean {
  return date!.kind === 'excel-serial' && numericShare >= 0.95 && letterShare === 0;
}

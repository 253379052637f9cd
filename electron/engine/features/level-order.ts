/** The order of a category's levels, where their words have one. */

/** From low to high; a column whose levels all stand in one of these has its order. */
const scales = [
  'xxs xs s m l xl xxl xxxl',
  'very low|low|medium|high|very high',
  'low|mid|high',
  'low|middle|high',
  'small|medium|large|extra large',
  'never|rarely|sometimes|often|usually|always',
  'strongly disagree|disagree|neutral|agree|strongly agree',
  'very dissatisfied|dissatisfied|neutral|satisfied|very satisfied',
  'very poor|poor|fair|good|very good|excellent',
  'bronze|silver|gold|platinum|diamond',
  'basic|standard|plus|premium',
  'free|basic|pro|enterprise',
  'none|primary|secondary|bachelor|master|phd',
  'junior|senior',
  'first|second|third|fourth|fifth',
  '极低|低|中|高|极高',
  '低|中等|高',
  '小|中|大|特大',
  '从不|很少|有时|经常|总是',
  '非常不满意|不满意|一般|满意|非常满意',
  '很差|差|一般|好|很好',
  '普通|白银|黄金|铂金|钻石',
  '铜牌|银牌|金牌|白金|钻石',
  '小学|初中|高中|大专|本科|硕士|博士',
].map((scale) => scale.split(scale.includes('|') ? '|' : ' '));

/**
 * The levels from low to high: by the numbers they begin with or hold (`<18`, `18-25`, `65+`, `tier 2`), or by a scale
 * of words (`low`, `medium`, `high`; 低, 中, 高). Null where nothing says so: an order that is made up would be read as
 * one. One level has none.
 */
export function levelOrder(levels: readonly string[]): string[] | null {
  if (levels.length < 2) return null;
  const plain = levels.map((level) => level.trim().toLowerCase());
  const scale = scales.find((words) => plain.every((word) => words.includes(word)));
  const places = scale ? plain.map((word) => [scale.indexOf(word)]) : plain.map(numbersIn);
  if (places.some((place) => place === null)) return null;
  const known = places as number[][];
  const order = [...levels.keys()].sort((a, b) => compare(known[a]!, known[b]!));
  const isStrict = order.slice(1).every((level, i) => compare(known[order[i]!]!, known[level]!) < 0);
  return isStrict ? order.map((level) => levels[level]!) : null;
}

/** What may stand beside the numbers of a range, an age or a grade. Anything else may be a street or a part number. */
const beside =
  /^(?:tier|level|grade|class|stage|step|years?|yrs?|months?|days?|stars?|under|below|less|than|up|to|over|above|more|or|and|older|younger|k|级|等|档|星|岁|年|以上|以下|不足|小于|大于|至|到|万|元)$/;

/** The numbers of a level, with a step down for `<18` and up for `65+`; null where it is no range, age or grade. */
function numbersIn(level: string): number[] | null {
  const found = level.match(/\d+(?:\.\d+)?/g)?.map(Number);
  const words = level.match(/[a-z]+|以上|以下|不足|小于|大于|\p{Script=Han}/gu) ?? [];
  if (!found || found.length > 2 || !words.every((word) => beside.test(word))) return null;
  const isBelow = /^(<|under|below|up to|less|不足|小于)|以下$/.test(level);
  const isAbove = /^(>|over|above|more|大于)|(\+|older|more|以上)$/.test(level);
  return [found[0]!, isBelow ? -Infinity : isAbove ? Infinity : (found[1] ?? found[0]!)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, other] = [a[i] ?? 0, b[i] ?? 0];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

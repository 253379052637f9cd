/** What every step has: the reader's language, and figures that are known within a range. */

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** A mean with its 95 % interval. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

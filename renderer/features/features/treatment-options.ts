/** What a person can choose for each part of a treatment, with its words. */
import type { Treatment } from '../../../shared/domain.ts';
import type { WindowKey } from '../../../shared/language/window.ts';

export interface Option<Value> {
  value: Value;
  name: WindowKey;
}

export const missingOptions: readonly Option<Exclude<Treatment['missing'], object>>[] = [
  { value: 'median', name: 'missingMedian' },
  { value: 'mostFrequent', name: 'missingCommon' },
  { value: 'zero', name: 'missingZero' },
  { value: 'neighbours', name: 'missingNeighbours' },
];
export const whaleOptions: readonly Option<Treatment['winsorise']>[] = [
  { value: null, name: 'whalesKeep' },
  { value: { lower: 0.005, upper: 0.995 }, name: 'whalesHalf' },
  { value: { lower: 0.02, upper: 0.98 }, name: 'whalesTwo' },
  { value: { fence: 1.5 }, name: 'whalesFence' },
  { value: { fence: 3 }, name: 'whalesFar' },
];
export const shapeOptions: readonly Option<Treatment['transform']>[] = [
  { value: 'none', name: 'shapeNone' },
  { value: 'sqrt', name: 'shapeSqrt' },
  { value: 'log1p', name: 'shapeLog' },
  { value: 'yeoJohnson', name: 'shapePower' },
  { value: 'quantile', name: 'shapeRanks' },
];
export const scaleOptions: readonly Option<Treatment['scale']>[] = [
  { value: 'standard', name: 'scaleStandard' },
  { value: 'robust', name: 'scaleRobust' },
  { value: 'minmax', name: 'scaleMinmax' },
  { value: 'none', name: 'scaleNone' },
];

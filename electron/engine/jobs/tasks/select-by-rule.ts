import type { RuleSelection } from '../../../../shared/evaluation.ts';
import { selectByRule } from '../../insight/describe-selection.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset } from './held-dataset.ts';

/** Rows of the held data set that meet a rule on one feature. */
export function run(args: HeldKeys & { feature: string; low: number | null; high: number | null }): RuleSelection {
  return selectByRule(heldDataset(args.datasetKey).table, args);
}

import type { LossCurveData } from '../../shared/charts/loss-curve-option.ts';
import type { TrainingCurve } from '../../shared/domain.ts';
import type { Preferences } from '../preferences.svelte.ts';

/** The curve with its labels; the epoch that is kept is only marked once training is over. */
export function lossData(curve: TrainingCurve, { r }: Pick<Preferences, 'r'>, finished: boolean): LossCurveData {
  return {
    loss: curve.loss,
    validationLoss: curve.validationLoss,
    bestEpoch: finished ? curve.bestEpoch : 0,
    trainingLabel: r('curveTraining'),
    validationLabel: r('curveValidation'),
    bestLabel: r('curveBest'),
  };
}

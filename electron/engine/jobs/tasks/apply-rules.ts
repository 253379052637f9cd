import { fitRfm, predictRfm, type RfmModel, type RfmValues } from '../../ml/clustering/rfm.ts';

/** The marketer's rule grid: no training, six segments. */
export function run(args: { values: RfmValues }): { model: RfmModel; labels: Int32Array } {
  const model = fitRfm(args.values);
  return { model, labels: predictRfm(model, args.values).labels };
}

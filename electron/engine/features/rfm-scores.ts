/** RFM scores by quintile, for reading: 5 is the best fifth. */
import { quantileInPlace } from '../ml/preprocessing/order-statistics.ts';

/**
 * recencyScore, frequencyScore and monetaryScore, 1 to 5: 1 plus the number of cuts at 20, 40, 60 and 80 % that a
 * customer passes (below them for recency). Customers with equal values always score the same, so where half of all
 * ordered once no one scores 2, and some scores stay empty. Made anew from the customers at hand.
 */
export function rfmScoreColumns(
  recency: Float64Array,
  frequency: Float64Array,
  monetary: Float64Array,
): Record<string, Float64Array> {
  return {
    recencyScore: quintileScores(recency, false),
    frequencyScore: quintileScores(frequency, true),
    monetaryScore: quintileScores(monetary, true),
  };
}

function quintileScores(values: Float64Array, highIsGood: boolean): Float64Array {
  const scratch = values.slice();
  const cuts = [0.2, 0.4, 0.6, 0.8].map((q) => quantileInPlace(scratch, q));
  return values.map((value) => {
    let score = 1;
    for (const cut of cuts) if (highIsGood ? value > cut : value < cut) score++;
    return score;
  });
}

/** Functions of mathematical physics that probability models need; all for real arguments. */

/** Lanczos' coefficients for g = 7, nine terms (error below 1e-13 relative for x > 0). */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos 1964). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (shifted + i);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** ψ(x), the derivative of ln Γ, for x > 0: the recurrence up to 10, then the asymptotic series. */
export function digamma(x: number): number {
  let result = 0;
  let at = x;
  while (at < 10) {
    result -= 1 / at;
    at++;
  }
  const squared = 1 / (at * at);
  const series =
    squared * (1 / 12 - squared * (1 / 120 - squared * (1 / 252 - squared * (1 / 240 - squared * (5 / 660)))));
  return result + Math.log(at) - 0.5 / at - series;
}

/** Terms of the series at most; z = 0.999 needs about 30,000 of them to reach rounding. */
const mostTerms = 100_000;

/**
 * Gauss' hypergeometric function ₂F₁(a, b; c; z) by its series, for 0 <= z < 1 and c > 0. Precise where the parameters
 * are small; transform those that are not (Euler's transformation) before calling.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < mostTerms; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    // Past its peak a term is followed by less than z / (1 - z) of it.
    if (Math.abs(term) < 1e-16 * Math.abs(sum) * (1 - z) && n > Math.abs(a) + Math.abs(b)) break;
    if (term === 0) break;
  }
  return sum;
}

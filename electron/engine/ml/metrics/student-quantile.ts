/** 97.5 % quantile of the standard normal distribution. */
const normalQuantile = 1.959963984540054;
/** From here on the expansion of Student's t round the normal distribution is exact to ten digits. */
const manyDegrees = 100;

/** 97.5 % quantile of Student's t with a whole number of degrees of freedom, at least 1. */
export function studentQuantile(degrees: number): number {
  if (degrees >= manyDegrees) return expansion(degrees);
  let low = 0;
  let high = 13;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return high;
    if (centralProbability(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
}

/** Abramowitz & Stegun 26.7.5. */
function expansion(degrees: number): number {
  const z = normalQuantile;
  const z2 = z * z;
  return (
    z +
    (z * (z2 + 1)) / (4 * degrees) +
    (z * ((5 * z2 + 16) * z2 + 3)) / (96 * degrees ** 2) +
    (z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / (384 * degrees ** 3) +
    (z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945)) / (92160 * degrees ** 4)
  );
}

/** P(-t < T < t), by the finite series for whole degrees of freedom (Abramowitz & Stegun 26.7.3 and 26.7.4). */
function centralProbability(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const odd = degrees % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

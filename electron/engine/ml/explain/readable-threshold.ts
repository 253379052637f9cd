/**
 * The number with above < number <= upTo that is shortest to read: a multiple of the largest power of ten that has one
 * there, else of five times a smaller power, else of twice it; of several multiples the one nearest to the middle.
 * `upTo` itself where the bounds leave no room or one is infinite.
 */
export function roundest(above: number, upTo: number): number {
  const width = upTo - above;
  if (!(width > 0) || !Number.isFinite(width)) return upTo;
  if (above < 0 && upTo >= 0) return 0;
  const largest = Math.ceil(Math.log10(Math.max(Math.abs(above), Math.abs(upTo))));
  for (let exponent = largest; exponent > largest - 16; exponent--) {
    for (const factor of [1, 0.5, 0.2]) {
      const found = multipleBetween(above, upTo, factor, exponent);
      if (found !== null) return found;
    }
  }
  return upTo;
}

function multipleBetween(above: number, upTo: number, factor: number, exponent: number): number | null {
  const step = factor * 10 ** exponent;
  const middle = (above + upTo) / 2;
  const multiple = Math.round(middle / step);
  for (const count of [multiple, multiple - 1, multiple + 1]) {
    // Through text, because 3 * 0.1 is not the number written 0.3.
    const value = Number((count * step).toPrecision(15));
    if (value > above && value <= upTo) return value;
  }
  return null;
}

/** What a person types about the network, as settings, or why it does not go. */

export const mostLayers = 8;
export const mostUnits = 10_000;
export const mostLatent = 512;

export type TypedProblem =
  | ('layersNotNumbers' | 'layersTooMany' | 'latentRange' | 'seedRange' | 'segmentsRange')
  | ('trialsRange' | 'epochsRange' | 'rateRange' | 'noiseRange');
export type Typed<Value> = { value: Value; problem: null } | { value: null; problem: TypedProblem };

const ok = <Value>(value: Value): Typed<Value> => ({ value, problem: null });
const no = <Value>(problem: TypedProblem): Typed<Value> => ({ value: null, problem });

/**
 * Hidden layers, whole numbers parted by anything that is not one: `64, 32`, `64-32`, `64，32`. Empty: no hidden layer.
 */
export function parseLayers(text: string): Typed<number[]> {
  const parts = text.split(/[\s,，、;；-]+/u).filter(Boolean);
  if (!parts.every((part) => /^\d+$/.test(part) && Number(part) >= 1 && Number(part) <= mostUnits)) {
    return no('layersNotNumbers');
  }
  if (parts.length > mostLayers) return no('layersTooMany');
  return ok(parts.map(Number));
}

/** A whole number within bounds. */
export function parseWhole(text: string, low: number, high: number, problem: TypedProblem): Typed<number> {
  const trimmed = text.trim();
  const value = Number(trimmed);
  if (!/^\d+$/.test(trimmed) || value < low || value > high) return no(problem);
  return ok(value);
}

/** A number with a decimal point, or comma, within bounds. */
export function parseNumber(text: string, low: number, high: number, problem: TypedProblem): Typed<number> {
  const trimmed = text.trim().replace(/[,，]/, '.');
  const value = Number(trimmed);
  if (!/^\d*\.?\d+(e-?\d+)?$/i.test(trimmed) || !(value >= low && value <= high)) return no(problem);
  return ok(value);
}

/** As another parser, but a field left empty leaves the choice to Clientele. */
export function orEmpty<Value>(parse: (text: string) => Typed<Value>): (text: string) => Typed<Value | undefined> {
  return (text) => (text.trim() === '' ? ok(undefined) : parse(text));
}

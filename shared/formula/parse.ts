/** The tree of a formula. A grammar of its own, read by recursive descent: nothing of the text is ever run as code. */
import { AppError } from '../errors.ts';
import { tokenise, type Sign, type Token } from './tokens.ts';

/** How many values each function takes. */
const functions = {
  abs: [1, 1],
  sqrt: [1, 1],
  log: [1, 1],
  log10: [1, 1],
  exp: [1, 1],
  round: [1, 2],
  floor: [1, 1],
  ceil: [1, 1],
  min: [1, Infinity],
  max: [1, Infinity],
  if: [3, 3],
  coalesce: [1, Infinity],
  ismissing: [1, 1],
} as const satisfies Record<string, readonly [least: number, most: number]>;
export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];

export type Operator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '=' | '!=' | 'and' | 'or';

export type Formula =
  | { kind: 'number'; value: number }
  /** `name` as it is written; which feature it means is for `names.ts` to say. */
  | { kind: 'feature'; name: string; at: number }
  | { kind: 'negate' | 'not'; of: Formula }
  | { kind: 'binary'; operator: Operator; left: Formula; right: Formula }
  | { kind: 'call'; function: FunctionName; values: Formula[] };

const words = ['and', 'or', 'not'] as const;
type Word = (typeof words)[number];
const comparisons: readonly Sign[] = ['<', '<=', '>', '>=', '=', '!='];
/** Brackets and signs before a value may stand this deep in each other. */
const deepest = 60;

/** Whether a name has to be in backquotes, as it means something else without. */
export function isReserved(name: string): boolean {
  const lower = name.toLowerCase();
  return words.some((word) => word === lower) || Object.hasOwn(functions, lower);
}

/**
 * Reads a formula. From the loosest to the tightest: or; and; not; comparisons, which do not chain; + and -; * and /;
 * unary minus; ^, from the right: -2^2 is -4, 2^3^2 is 512. Words and functions may be written in capitals.
 * @throws AppError invalid_input as `tokenise`, and, with the `column` at fault, `formula_expected_value` (found),
 * `formula_expected_sign` (found), `formula_unclosed`, `formula_chain`, `formula_unknown_function` (name, suggestion),
 * `formula_arguments` (name, least, most, given), `formula_too_deep`.
 */
export function parseFormula(text: string): Formula {
  const tokens = tokenise(text);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next]!;
  const isSign = (sign: Sign): boolean => {
    const token = peek();
    return token.kind === 'sign' && token.sign === sign;
  };
  const isWord = (word: Word): boolean => {
    const token = peek();
    return token.kind === 'name' && !token.quoted && token.name.toLowerCase() === word;
  };
  const take = (is: boolean): boolean => {
    if (is) next++;
    return is;
  };
  const deeper = <T>(read: () => T): T => {
    if (++depth > deepest) throw new AppError('invalid_input', { reason: 'formula_too_deep', column: peek().at });
    const found = read();
    depth--;
    return found;
  };
  const chain = (operand: () => Formula, operator: () => Operator | null): Formula => {
    let left = operand();
    for (let found = operator(); found !== null; found = operator()) {
      left = { kind: 'binary', operator: found, left, right: operand() };
    }
    return left;
  };
  const oneOf = (choices: readonly Sign[]): Operator | null => {
    const sign = choices.find(isSign);
    if (sign === undefined) return null;
    next++;
    return sign as Operator;
  };

  const either = (): Formula => chain(both, () => (take(isWord('or')) ? 'or' : null));
  const both = (): Formula => chain(negation, () => (take(isWord('and')) ? 'and' : null));
  const negation = (): Formula => (take(isWord('not')) ? { kind: 'not', of: deeper(negation) } : comparison());
  const comparison = (): Formula => {
    const left = sum();
    const operator = oneOf(comparisons);
    if (operator === null) return left;
    const right = sum();
    if (comparisons.some(isSign)) throw new AppError('invalid_input', { reason: 'formula_chain', column: peek().at });
    return { kind: 'binary', operator, left, right };
  };
  const sum = (): Formula => chain(product, () => oneOf(['+', '-']));
  const product = (): Formula => chain(signed, () => oneOf(['*', '/']));
  const signed = (): Formula => {
    if (take(isSign('-'))) return { kind: 'negate', of: deeper(signed) };
    return take(isSign('+')) ? deeper(signed) : power();
  };
  const power = (): Formula => {
    const left = value();
    return take(isSign('^')) ? { kind: 'binary', operator: '^', left, right: deeper(signed) } : left;
  };
  const value = (): Formula => {
    const token = peek();
    if (take(token.kind === 'number')) return { kind: 'number', value: (token as { value: number }).value };
    if (take(isSign('('))) {
      const inner = deeper(either);
      if (!take(isSign(')'))) throw expectedEnd(token.at);
      return inner;
    }
    if (token.kind !== 'name' || (!token.quoted && words.some(isWord))) {
      throw new AppError('invalid_input', { reason: 'formula_expected_value', column: token.at, found: shown(token) });
    }
    next++;
    if (token.quoted || !isSign('(')) return { kind: 'feature', name: token.name, at: token.at };
    return call(token.name, token.at);
  };
  const call = (name: string, at: number): Formula => {
    const known = name.toLowerCase();
    if (!isFunction(known)) {
      throw new AppError('invalid_input', { reason: 'formula_unknown_function', column: at, name });
    }
    next++;
    const values: Formula[] = [];
    if (!isSign(')')) {
      do values.push(deeper(either));
      while (take(isSign(',')));
    }
    if (!take(isSign(')'))) throw expectedEnd(at + name.length);
    const [least, most] = functions[known];
    if (values.length < least || values.length > most) {
      const details = { reason: 'formula_arguments', column: at, name: known, given: values.length };
      throw new AppError('invalid_input', { ...details, least, most: Number.isFinite(most) ? most : null });
    }
    return { kind: 'call', function: known, values };
  };
  /** After a value stands neither a sign nor the bracket that closes the one opened at `from`. */
  const expectedEnd = (from: number): AppError => {
    const token = peek();
    return token.kind === 'end'
      ? new AppError('invalid_input', { reason: 'formula_unclosed', column: from })
      : new AppError('invalid_input', { reason: 'formula_expected_sign', column: token.at, found: shown(token) });
  };

  const tree = either();
  const last = peek();
  if (last.kind !== 'end') {
    throw new AppError('invalid_input', { reason: 'formula_expected_sign', column: last.at, found: shown(last) });
  }
  return tree;
}

/** Calls `visit` for every feature that is named, in the order of the text. */
export function eachFeature(tree: Formula, visit: (name: string, at: number) => void): void {
  switch (tree.kind) {
    case 'number':
      return;
    case 'feature':
      return visit(tree.name, tree.at);
    case 'negate':
    case 'not':
      return eachFeature(tree.of, visit);
    case 'binary':
      eachFeature(tree.left, visit);
      return eachFeature(tree.right, visit);
    case 'call':
      for (const value of tree.values) eachFeature(value, visit);
  }
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** A token as a person wrote it; empty for the end. */
function shown(token: Token): string {
  if (token.kind === 'end') return '';
  if (token.kind === 'number') return String(token.value);
  return token.kind === 'name' ? token.name : token.sign;
}

import { Drop, type Liquid, toValue } from 'liquidjs';
import { type FilterHandler, filterOf } from './filters.ts';

/** A number written with a decimal point, such as `3.0`. Dividing by it keeps the fraction. */
export class Decimal extends Drop {
  readonly #value: number;
  constructor(value: number) {
    super();
    this.#value = value;
  }
  override valueOf(): number {
    return this.#value;
  }
  toJSON(): number {
    return this.#value;
  }
}

/**
 * Makes arithmetic work as in Shopify's Liquid: dividing integers gives an integer, rounded down, unless one of them
 * was written or calculated as a decimal. `json` writes a missing value as `null`.
 */
export function useNumbers(liquid: Liquid): void {
  liquid.registerFilter(
    'divided_by',
    arithmetic((value, by) => value / notZero(by), Math.floor),
  );
  liquid.registerFilter(
    'modulo',
    arithmetic((value, by) => ((value % notZero(by)) + by) % by),
  );
  liquid.registerFilter(
    'times',
    arithmetic((value, by) => value * by),
  );
  liquid.registerFilter(
    'plus',
    arithmetic((value, by) => value + by),
  );
  liquid.registerFilter(
    'minus',
    arithmetic((value, by) => value - by),
  );
  for (const name of ['json', 'jsonify', 'inspect']) {
    const builtIn = filterOf(liquid, name);
    liquid.registerFilter(name, function (value, ...args) {
      return builtIn.call(this, value ?? null, ...args);
    });
  }
}

type Calculate = (value: number, by: number) => number;

const arithmetic =
  (calculate: Calculate, ofIntegers = (result: number) => result): FilterHandler =>
  (value, by) => {
    const [left, right] = [numberOf(value), numberOf(by)];
    if (left.isInteger && right.isInteger) return ofIntegers(calculate(left.number, right.number));
    return new Decimal(calculate(left.number, right.number));
  };

function numberOf(given: unknown): { readonly number: number; readonly isInteger: boolean } {
  const number = Number(toValue(given)) || 0;
  const isDecimal = given instanceof Decimal || (typeof given === 'string' && given.includes('.'));
  return { number, isInteger: !isDecimal && Number.isInteger(number) };
}

function notZero(by: number): number {
  if (by === 0) throw new RangeError('divided by 0: check the divisor with {% if %} first');
  return by;
}

/** Users in a group, and how many of them met the goal. */
export interface Share {
  readonly persons: number;
  readonly converted: number;
}

/** The lift of one goal: users who entered against the control group. Rates are from 0 to 1. */
export interface Lift {
  readonly rate: number;
  readonly controlRate: number;
  /** rate − controlRate. */
  readonly difference: number;
  /** The 95 % confidence interval of the difference. */
  readonly interval: readonly [low: number, high: number];
  /** difference / controlRate; null if the control group has no conversions. */
  readonly relative: number | null;
  /**
   * `not-yet`: too little data, with fewer than 100 users in a group or fewer than 5 conversions in all. `none`: the
   * interval contains zero. `more`, `less`: the journey increases or decreases the behavior.
   */
  readonly telling: 'not-yet' | 'none' | 'more' | 'less';
}

const MIN_PERSONS = 100;
const MIN_CONVERTED = 5;
/** The standard normal distribution's 97.5 % quantile. */
const Z = 1.959964;

/**
 * Computes the lift of a goal; undefined if a group is empty. The interval is Newcombe's hybrid score interval, built
 * from Wilson's for each group. It keeps its confidence level for small groups and rates near 0.
 *
 * R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven methods,
 * Statistics in Medicine 17, 1998, method 10.
 */
export function liftOf(entered: Share, control: Share): Lift | undefined {
  if (entered.persons === 0 || control.persons === 0) return undefined;
  const rate = entered.converted / entered.persons;
  const controlRate = control.converted / control.persons;
  const difference = rate - controlRate;
  const [low, high] = wilson(entered);
  const [controlLow, controlHigh] = wilson(control);
  const interval = [
    difference - Math.hypot(rate - low, controlHigh - controlRate),
    difference + Math.hypot(high - rate, controlRate - controlLow),
  ] as const;
  return {
    rate,
    controlRate,
    difference,
    interval,
    relative: controlRate === 0 ? null : difference / controlRate,
    telling: tellingOf(entered, control, interval),
  };
}

function tellingOf(entered: Share, control: Share, [low, high]: Lift['interval']): Lift['telling'] {
  if (Math.min(entered.persons, control.persons) < MIN_PERSONS) return 'not-yet';
  if (entered.converted + control.converted < MIN_CONVERTED) return 'not-yet';
  if (low > 0) return 'more';
  return high < 0 ? 'less' : 'none';
}

/** Returns Wilson's score interval of one share. */
function wilson({ persons, converted }: Share): readonly [low: number, high: number] {
  const rate = converted / persons;
  const middle = rate + Z ** 2 / (2 * persons);
  const spread = Z * Math.sqrt((rate * (1 - rate)) / persons + Z ** 2 / (4 * persons ** 2));
  const scale = 1 + Z ** 2 / persons;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** Of so many persons, so many have met a goal. */
export interface Share {
  readonly persons: number;
  readonly converted: number;
}

/** What the journey adds, by one goal: those who entered against those of the control group. Rates from 0 to 1. */
export interface Lift {
  readonly rate: number;
  readonly controlRate: number;
  /** rate − controlRate. */
  readonly difference: number;
  /** With 95 % confidence the true difference lies in it. */
  readonly interval: readonly [low: number, high: number];
  /** difference / controlRate; null where nobody of the control group has converted. */
  readonly relative: number | null;
  /**
   * `not-yet`: fewer than a hundred persons in one of the groups, or fewer than five of all have met it: it says
   * nothing. `none`: the interval has zero in it. `more`, `less`: the journey does cause, or prevent, the behaviour.
   */
  readonly telling: 'not-yet' | 'none' | 'more' | 'less';
}

const MIN_PERSONS = 100;
const MIN_CONVERTED = 5;
/** The standard normal distribution's 97.5 % quantile. */
const Z = 1.959964;

/**
 * The interval is Newcombe's hybrid score interval, from Wilson's for each group: it holds its confidence for small
 * groups and rates near 0 too (R. G. Newcombe, Interval estimation for the difference between independent proportions:
 * comparison of eleven methods, Statistics in Medicine 17, 1998, method 10). Undefined where one of the groups is
 * empty.
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

/** Wilson's score interval of one share. */
function wilson({ persons, converted }: Share): readonly [low: number, high: number] {
  const rate = converted / persons;
  const middle = rate + Z ** 2 / (2 * persons);
  const spread = Z * Math.sqrt((rate * (1 - rate)) / persons + Z ** 2 / (4 * persons ** 2));
  const scale = 1 + Z ** 2 / persons;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

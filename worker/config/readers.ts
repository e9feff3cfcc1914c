import { z } from 'zod';

/**
 * How one variable is read: `parse` answers undefined for what it cannot take. The message says what to give; name and value are put
 * before it where all errors are listed.
 */
export const text = <T>(wanted: string, parse: (given: string) => T | undefined) =>
  z.string().transform((given, context) => {
    const value = parse(given);
    if (value !== undefined) return value;
    context.addIssue(`give ${wanted}`);
    return z.NEVER;
  });

export const anything = (wanted: string) => text(wanted, (given) => given);

export const matching = (wanted: string, pattern: RegExp) =>
  text(wanted, (given) => (pattern.test(given) ? given : undefined));

export const whole = (least: number, most: number) =>
  text(`a whole number from ${least} to ${most}`, (given) => {
    const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  });

export const port = () => whole(0, 65_535);

export const positive = () =>
  text('a number above 0', (given) => {
    const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : 0;
    return value > 0 ? value : undefined;
  });

export const bool = () =>
  text('true or false', (given) => ({ true: true, '1': true, false: false, '0': false })[given.toLowerCase()]);

export const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  text(`one of ${choices.join(', ')}`, (given) => choices.find((choice) => choice === given));

export const url = (schemes: readonly string[], example: string) =>
  text(`a URL such as ${example}`, (given) =>
    URL.canParse(given) && schemes.includes(new URL(given).protocol.slice(0, -1)) ? given : undefined,
  );

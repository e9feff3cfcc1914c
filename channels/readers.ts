import { z } from 'zod';
import { LEAST_RATE, MOST_RATE } from '../journey/delivery/rate.ts';

/**
 * Builds the schema of a variable. `parse` returns undefined for invalid input; `wanted` then becomes the message
 * "give …", to which loadSettings adds the variable's name and value.
 */
export const text = <T>(wanted: string, parse: (given: string) => T | undefined) =>
  z.string().transform((given, context) => {
    const value = parse(given);
    if (value !== undefined) return value;
    context.addIssue(`give ${wanted}`);
    return z.NEVER;
  });

export const anyText = (wanted: string) => text(wanted, (given) => given);

export const matching = (wanted: string, pattern: RegExp) =>
  text(wanted, (given) => (pattern.test(given) ? given : undefined));

export const wholeNumber = (least: number, most: number) =>
  text(`a whole number from ${least} to ${most}`, (given) => {
    const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  });

export const port = () => wholeNumber(0, 65_535);

export const perSecond = () =>
  text(`a number from ${LEAST_RATE} to ${MOST_RATE}`, (given) => {
    const value = /^\d{1,9}(\.\d{1,9})?$/.test(given) ? Number(given) : Number.NaN;
    return value >= LEAST_RATE && value <= MOST_RATE ? value : undefined;
  });

export const bool = () =>
  text('true or false', (given) => ({ true: true, '1': true, false: false, '0': false })[given.toLowerCase()]);

export const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  text(`one of ${choices.join(', ')}`, (given) => choices.find((choice) => choice === given));

export const url = (schemes: readonly string[], example: string) =>
  text(`a URL such as ${example}, with special characters in user and password percent-encoded`, (given) =>
    URL.canParse(given) && hasScheme(schemes, new URL(given)) ? given : undefined,
  );

/** Schema of a URL that is shown to users, and so must not contain a password. */
export const publicUrl = (example: string) =>
  text(`a URL such as ${example}, without user and password`, (given) =>
    URL.canParse(given) &&
    hasScheme(['http', 'https'], new URL(given)) &&
    !new URL(given).username &&
    !new URL(given).password
      ? given
      : undefined,
  );

/** Returns whether the URL has one of the schemes. A stray `%` in user or password is invalid: clients decode them. */
function hasScheme(schemes: readonly string[], { protocol, username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return schemes.includes(protocol.slice(0, -1));
}

/** Schema of one or several texts, separated by commas. */
export const texts = (wanted: string) =>
  text(wanted, (given) => {
    const found = given.split(',').map((each) => each.trim());
    return found.every((each) => each !== '') ? found : undefined;
  });

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

const LEAST_RATE = 0.001;
const MOST_RATE = 1_000_000;

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
    URL.canParse(given) && isOf(schemes, new URL(given)) ? given : undefined,
  );

/** The address of a page or site: everybody may see it, so no password belongs there. */
export const publicUrl = (example: string) =>
  text(`a URL such as ${example}, without user and password`, (given) =>
    URL.canParse(given) &&
    isOf(['http', 'https'], new URL(given)) &&
    !new URL(given).username &&
    !new URL(given).password
      ? given
      : undefined,
  );

/** Clients decode user and password, and fail at a `%` that stands for itself. */
function isOf(schemes: readonly string[], { protocol, username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return schemes.includes(protocol.slice(0, -1));
}

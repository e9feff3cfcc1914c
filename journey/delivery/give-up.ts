import { broken } from '../base/refusal.ts';
import { Duration, inMs } from '../time/time.ts';

/**
 * Limits for calls to providers, webhooks and activities (guarantees: "A call out has an end"). A day has 24 hours
 * here.
 */

const MAX_DAYS = 30;

const Limited = Duration.refine(
  (length) => inMs(length) <= MAX_DAYS * 86_400_000,
  broken(`it is longer than ${MAX_DAYS} days`, `write at most "${MAX_DAYS}d"`),
);

/** Defaults for nodes without `giveUpAfter`. */
const DEFAULTS = { message: '24h', webhook: '1h', activity: '24h' } as const;

/** Returns the schema of `giveUpAfter`, with its default described. */
export const giveUpAfter = (type: keyof typeof DEFAULTS) =>
  Limited.optional().meta({
    title: 'Give up after',
    description: `How long to keep trying while the other side is busy or away. Then it leaves by \`failed\`, or by a more specific port. ${inWordsOfDefault(type)} if left out`,
  });

const inWordsOfDefault = (type: keyof typeof DEFAULTS) => (type === 'webhook' ? 'One hour' : '24 hours');

export const expiresAfter = Limited.optional().meta({
  title: "Don't send later than",
  description:
    'Counted from the arrival at this node, quiet hours and pauses included. A message that is late leaves by `expired` if that is linked, else by `failed`',
});

/** Returns a node's `giveUpAfter`, or the default of its type. */
export const giveUpAfterOf = (type: keyof typeof DEFAULTS, given: Duration | undefined): Duration =>
  given ?? Duration.parse(DEFAULTS[type]);

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * Returns the delay after this many attempts, in milliseconds, if the other side doesn't name one. Doubles from 1
 * second up to a minute.
 */
export const retryDelayMs = (attempts: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 10));

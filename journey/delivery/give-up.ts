import { broken } from '../base/refusal.ts';
import { Duration, inMs } from '../time/time.ts';

/** How long a call to the outside may take in all (guarantees: "A call out has an end"). A day has 24 hours here. */

const MAX_DAYS = 30;

const Limited = Duration.refine(
  (length) => inMs(length) <= MAX_DAYS * 86_400_000,
  broken(`it is longer than ${MAX_DAYS} days`, `write at most "${MAX_DAYS}d"`),
);

/** What a node that calls out leaves out means this. */
const DEFAULTS = { message: '24h', webhook: '1h', activity: '24h' } as const;

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

export const giveUpAfterOf = (type: keyof typeof DEFAULTS, given: Duration | undefined): Duration =>
  given ?? Duration.parse(DEFAULTS[type]);

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** After that many attempts, where the other side doesn't say: 1 s, 2 s, 4 s, and so on up to a minute. */
export const retryDelayMs = (attempts: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 10));

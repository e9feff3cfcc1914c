import { z } from 'zod';
import type { JsonValue } from '../../journey/base/json.ts';
import type { Adapter, Answer, Parcel } from '../port.ts';
import { storable, storableText } from '../storable.ts';
import type { Activity, ActivityAnswer } from './define.ts';

/** Characters of an output, which is stored in the instance's context of at most 50 KB. */
const MAX_OUTPUT = 16_384;
const MAX_REASON = 300;

/** Creates the adapter that runs activities. It checks inputs and answers, neither of which is in a history. */
export function createActivityAdapter(activities: readonly Activity[], perSecond?: number): Adapter<'activity'> {
  const byName = new Map(activities.map((each) => [each.registered.name, each]));
  return {
    channel: 'activity',
    provider: 'worker',
    delivery: 'honours-keys', // docs/activities.md requires it of authors
    perSecond,
    async deliver(parcel) {
      const { activity: name } = parcel.content;
      const activity = byName.get(name);
      if (activity) return run(activity, parcel);
      const reason = `no activity "${name}" is registered with this worker: name its module in SOJOURN_ACTIVITIES`;
      return { type: 'misconfigured', reason };
    },
  };
}

async function run(activity: Activity, parcel: Parcel<'activity'>): Promise<Answer> {
  const input = activity.definition.input.safeParse(parcel.content.data);
  if (!input.success) return { type: 'rejected', reason: `its input is invalid: ${inWords(input.error, 'input')}` };
  try {
    return answerOf(activity, parcel.key, await withinTime(activity, parcel, input.data));
  } catch (failure) {
    const reason = storableText(failure instanceof Error ? failure.message : String(failure)).slice(0, MAX_REASON);
    return isLast(failure) || parcel.attempt >= activity.attempts
      ? { type: 'rejected', reason: `attempt ${parcel.attempt}: ${reason}` }
      : { type: 'busy', reason };
  }
}

/** Returns whether an error rules out a retry, as Temporal's `ApplicationFailure.nonRetryable` does. */
const isLast = (failure: unknown): boolean =>
  typeof failure === 'object' && failure !== null && 'nonRetryable' in failure && failure.nonRetryable === true;

/**
 * Runs an activity with a time limit. If it ignores the signal, it is abandoned and its answer is ignored.
 * @throws what `run` throws, or an error when the time is up
 */
async function withinTime(
  { definition, timeoutMs }: Activity,
  parcel: Parcel<'activity'>,
  input: unknown,
): Promise<ActivityAnswer> {
  const { key, to: userId, workspace, journey, attempt } = parcel;
  const timeUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const failure = new Error(`took longer than ${timeoutMs / 1000} s`);
      timeUp.abort(failure);
      reject(failure);
    }, timeoutMs);
  });
  const run = async () => definition.run(input, { key, userId, workspace, journey, attempt, signal: timeUp.signal });
  try {
    return await Promise.race([run(), late]); // `run` is async, so that a synchronous throw clears the timer too
  } finally {
    clearTimeout(timer);
  }
}

const Given = z.looseObject({ port: z.string().optional(), output: z.unknown().optional() }).nullish();

function answerOf({ registered: { ports }, definition }: Activity, key: string, given: unknown): Answer {
  const reject = (reason: string): Answer => ({ type: 'rejected', reason });
  const answer = Given.safeParse(given);
  if (!answer.success) return reject(`it returned neither a port nor an output: ${inWords(answer.error, 'answer')}`);
  const { port = ports.length === 1 ? ports[0] : undefined, output } = answer.data ?? {};
  if (port === undefined) return reject(`it returned no port: return one of ${ports.join(', ')}`);
  if (!ports.includes(port)) return reject(`it returned the port "${port}", but it declares ${ports.join(', ')}`);
  if (!definition.output) return { type: 'accepted', providerId: key, response: { port } };
  const checked = definition.output.safeParse(output);
  if (!checked.success) return reject(`its output is invalid: ${inWords(checked.error, 'output')}`);
  const text = JSON.stringify(checked.data ?? null);
  if (text.length > MAX_OUTPUT)
    return reject(`its output has ${text.length} characters of JSON, more than ${MAX_OUTPUT}: return an id instead`);
  return { type: 'accepted', providerId: key, response: { port, output: storable(JSON.parse(text) as JsonValue) } };
}

const inWords = ({ issues }: z.ZodError, root: string): string =>
  issues
    .map(({ path, message }) => `${[root, ...path.map(String)].join('.')}: ${message}`)
    .join('; ')
    .slice(0, MAX_REASON);

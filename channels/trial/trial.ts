import { randomUUID } from 'node:crypto';
import { assertNever } from '../../journey/base/assert-never.ts';
import type { NodeId, WorkspaceId } from '../../journey/base/ids.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Adapter, Answer, MessageContent, Parcel } from '../port.ts';
import { storableText } from '../storable.ts';
import type { Reader, Written } from '../write.ts';

/** Prefix of the send keys of test messages, which belong to no instance. */
export const TRIAL_KEY = 'test.';

/**
 * The result of a test message. `refused`: Sojourn didn't send it. `held`: the provider can't accept it right now, or
 * isn't set up. `unknown`: the provider may have it, because its answer didn't arrive.
 */
export interface TrialResult {
  readonly to: string;
  readonly outcome: 'sent' | 'failed' | 'held' | 'unknown' | 'refused';
  readonly reason: string | null;
  readonly provider: string;
  readonly providerId: string | null;
  readonly key: string;
}

export interface TrialPorts {
  readonly write: (version: Version, node: NodeId, reader: Reader) => Written | Promise<Written>;
  /** Returns why the address can't get a message, such as a suppression. */
  readonly findBar: (to: string) => Promise<string | undefined>;
}

export interface TrialRequest {
  readonly version: Version;
  readonly node: NodeId;
  readonly reader: Reader;
  readonly workspace: WorkspaceId;
  readonly adapter: Adapter;
  /** Stands for the user whose profile is filled in, in the keys, so that the user's erasure finds what is stored. */
  readonly userMark?: string | undefined;
  /** Addresses in the channel's form. Undefined: the webhook's own URL. */
  readonly to: readonly (string | undefined)[];
}

export interface Tried {
  /** The sent message, with its mark. Null if it couldn't be written. */
  readonly content: object | null;
  readonly results: readonly TrialResult[];
}

/** Writes a test message and hands it over. Journeys don't record it. */
export async function tryMessage({ write, findBar }: TrialPorts, asked: TrialRequest): Promise<Tried> {
  const { adapter, workspace, to } = asked;
  const written = await write(asked.version, asked.node, asked.reader);
  const journey = asked.version.document.id;
  const newKey = () => `${TRIAL_KEY}${asked.userMark === undefined ? '' : `${asked.userMark}.`}${randomUUID()}`;
  const refuse = (address: string, reason: string): TrialResult => ({
    ...{ to: address, outcome: 'refused', reason, provider: adapter.provider, providerId: null, key: newKey() },
  });
  if (!written.ok) return { content: null, results: to.map((address) => refuse(address ?? '', written.reason)) };
  const content = markContent(written);
  const results = await Promise.all(
    to.map(async (given): Promise<TrialResult> => {
      const address = given ?? written.to;
      const bar = await findBar(address);
      if (bar !== undefined) return refuse(address, bar);
      const key = newKey();
      const common = { key, workspace, journey, attempt: 1, to: address };
      const answer = await adapter
        .deliver({ ...common, channel: written.channel, content } as Parcel, async () => {})
        .catch((fault: unknown): Answer => ({ type: 'busy', reason: `the adapter failed: ${String(fault)}` }));
      return { to: address, key, provider: adapter.provider, ...describe(answer) };
    }),
  );
  return { content, results };
}

function describe(answer: Answer): Pick<TrialResult, 'outcome' | 'reason' | 'providerId'> {
  const reason = (text: string) => storableText(text).slice(0, MOST_REASON);
  switch (answer.type) {
    case 'accepted':
      return { outcome: 'sent', reason: null, providerId: answer.providerId };
    case 'rejected':
      return { outcome: 'failed', reason: reason(answer.reason), providerId: null };
    case 'busy':
      return { outcome: answer.ambiguous ? 'unknown' : 'held', reason: reason(answer.reason), providerId: null };
    case 'misconfigured':
      return { outcome: 'held', reason: reason(`the provider isn’t set up: ${answer.reason}`), providerId: null };
    default:
      return assertNever(answer);
  }
}
const MOST_REASON = 1_000;

const MARK = '[Test] ';

/** The field that recipients see first, by channel. */
const FIRST: Readonly<Record<MessageChannel, readonly ('subject' | 'title' | 'text')[]>> = {
  email: ['subject'],
  sms: ['text'],
  push: ['title', 'text'],
  webPush: ['title', 'text'],
  inApp: ['title', 'text'],
  whatsapp: ['text'],
};

/** Marks a message as a test, if its channel allows it: an approved WhatsApp template can’t change. */
function markContent(written: Extract<Written, { readonly ok: true }>): object {
  if (written.channel === 'activity') return written.content;
  if (written.channel === 'webhook')
    return { ...written.content, headers: { ...written.content.headers, 'sojourn-test': 'true' } };
  const content: MessageContent = written.content;
  const field = FIRST[written.channel].find((name) => content[name] !== undefined);
  return field === undefined ? content : { ...content, [field]: `${MARK}${content[field]}` };
}

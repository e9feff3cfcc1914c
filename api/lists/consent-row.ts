import { storableText } from '../../channels/storable.ts';
import { isObject, type JsonObject } from '../../journey/base/json.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { Topic } from '../../journey/delivery/topic.ts';
import type { ImportedConsent } from '../../store/events/import-consents.ts';
import { UserId } from '../paging.ts';
import type { RowFlaw } from './import-rows.ts';

const MOST_PROOFS = 20;
const MOST_PROOF = 1_000;

/**
 * Reads a row of an import of consents. Anything that isn't plainly yes or no is refused. Other columns are stored as
 * proof.
 */
export function readConsent({
  userId,
  channel,
  topic,
  state,
  proof,
  ...others
}: JsonObject): ImportedConsent | RowFlaw {
  const who = UserId.safeParse(typeof userId === 'number' ? String(userId) : userId);
  if (!who.success)
    return { reason: 'the userId is missing or invalid', fix: 'give the userId that your other calls use' };
  const on = MessageChannel.safeParse(channel);
  if (!on.success)
    return { reason: 'the channel is missing or unknown', fix: `use ${MessageChannel.options.join(', ')}` };
  const about = topic === undefined || topic === null || topic === '' ? undefined : Topic.safeParse(topic);
  if (about?.success === false)
    return {
      reason: 'the topic has the wrong format',
      fix: 'use lowercase letters, digits and hyphens, or leave it empty',
    };
  if (state !== 'yes' && state !== 'no') return { reason: 'the state is neither yes nor no', fix: 'use yes or no' };
  return {
    ...{ userId: who.data, channel: on.data, state },
    ...(about && { topic: about.data }),
    proof: readProof({ ...others, ...(isObject(proof) ? proof : {}) }),
  };
}

const readProof = (given: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== '' && value !== null)
      .slice(0, MOST_PROOFS)
      .map(([name, value]) => [
        cut(name, 100),
        cut(typeof value === 'string' ? value : JSON.stringify(value), MOST_PROOF),
      ]),
  );

/** Cuts a text without leaving half a character at its end, which PostgreSQL can't store. */
const cut = (text: string, most: number): string => storableText(text.slice(0, most).replaceAll('\u0000', ''));

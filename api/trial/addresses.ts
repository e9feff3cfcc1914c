import type { WorkspaceId } from '../../journey/base/ids.ts';
import { isObject, type JsonValue } from '../../journey/base/json.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import { addressKindOf, addressTraitOf } from '../../journey/delivery/channels/address-of.ts';
import { isDeviceChannel } from '../../journey/delivery/device.ts';
import { addressOf, describeNoAddress } from '../../journey/people/profile.ts';
import type { Sql } from '../../store/base/sql.ts';
import { listSuppressions } from '../../store/people/suppressions.ts';
import { answer, type RouteResult, refusal } from '../route.ts';
import type { Source } from './source.ts';

/**
 * Reads addresses in the same way as profiles, so a phone number can have any notation. A webhook without an address
 * goes to its own URL: undefined.
 */
export function readAddresses(
  channel: Source['channel'],
  given: readonly string[],
  country: string | undefined,
): RouteResult<readonly (string | undefined)[]> {
  if (given.length === 0)
    return channel === 'webhook' ? answer([undefined]) : refuseTo('is empty', 'give your own address');
  if (channel === 'webhook') return answer(given);
  const trait = addressTraitOf(channel);
  if (trait === null) return answer(given); // user IDs
  const read = given.map((text) => {
    const profile = { [trait]: parse(text) };
    const address = addressOf(profile, channel, country);
    return address === undefined ? { fault: describeNoAddress(profile, channel, country) } : { address };
  });
  const bad = read.findIndex(({ fault }) => fault !== undefined);
  if (bad < 0) return answer(read.map(({ address }) => address));
  const why = isDeviceChannel(channel)
    ? `is not a valid address for ${channel}`
    : (read[bad]?.fault ?? '').replace('profile.', '');
  return refuseTo(`${given[bad]?.slice(0, 100)}: ${why}`, 'correct the address');
}

/** Parses a web push subscription from JSON. */
function parse(text: string): JsonValue {
  try {
    const parsed = JSON.parse(text) as JsonValue;
    return isObject(parsed) ? parsed : text;
  } catch {
    return text;
  }
}

const refuseTo = (message: string, fix: string): RouteResult<never> =>
  refusal('request-invalid', `body: to: ${message}`, fix, { errors: [{ path: 'to', message, fix }] });

/** Returns why an address can't get a test message; undefined if it can. */
export async function findSuppression(
  sql: Sql,
  {
    workspace,
    channel,
    now,
  }: { readonly workspace: WorkspaceId; readonly channel: Source['channel']; readonly now: number },
  given: string,
): Promise<string | undefined> {
  if (channel === 'webhook') return undefined;
  const address = normalizeAddress(addressKindOf(channel), given);
  if (address === undefined) return undefined;
  const lines = await listSuppressions(sql, { workspace, channel, address, limit: 10 });
  const found = lines.find(({ until }) => until === null || until > now);
  if (!found) return undefined;
  const since = new Date(found.at).toISOString().slice(0, 10);
  return `the address has been suppressed since ${since} (${found.reason}): lift it with DELETE /v1/suppressions/${found.id}`;
}

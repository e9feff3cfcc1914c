import { isObject, type JsonObject, type JsonValue } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { MESSAGE_CHANNELS } from '../../journey/delivery/channels/index.ts';
import { Topic } from '../../journey/delivery/topic.ts';
import type { ListedConsent } from '../../store/events/import-users.ts';
import { readCell, withoutNul } from './cells.ts';
import type { ListKind } from './columns.ts';
import type { RowFlaw } from './import-rows.ts';

/** Targets of a list of users. A column that isn't mapped is entry data. */
export const USER_LIST: ListKind = {
  column: 'userId',
  aliases: ['userid', 'externalid', 'customerid', 'id'],
  brokenOffFix: 'send it again: no user of the list has entered',
  unmapped: 'entry:',
  targetFlaw: (target) => (readTarget(target) ? undefined : TARGETS),
};

/** A file of users to create or change. A column that isn't mapped is a trait. */
export const USERS: ListKind = {
  ...{ column: 'userId', aliases: USER_LIST.aliases ?? [], unmapped: 'trait:' },
  brokenOffFix: 'send it again: users that are already stored don’t change',
  targetFlaw: (target) => {
    const read = readTarget(target);
    return read && read.type !== 'entry' ? undefined : TARGETS.replace(' entry:<name>,', '');
  },
};

const TARGETS =
  'use userId, trait:<name>, entry:<name>, consent:<channel>, consent:<channel>/<topic> or ignore, such as trait:email';

/** A target of a column in a list of users. */
export type UserTarget =
  | { readonly type: 'userId' }
  | { readonly type: 'entry'; readonly name: string }
  | { readonly type: 'trait'; readonly name: string }
  | { readonly type: 'consent'; readonly channel: MessageChannel; readonly topic?: string };

/** Reads a target such as `trait:email`. Consents aren't written as a trait, which has no proof of them. */
export function readTarget(target: string): UserTarget | undefined {
  if (target === 'userId') return { type: 'userId' };
  const [, type, name = ''] = /^(trait|entry|consent):(.+)$/s.exec(target) ?? [];
  if (type === 'entry') return { type, name };
  if (type === 'trait') return name === 'consent' || name.length > MOST.property ? undefined : { type, name };
  if (type !== 'consent') return undefined;
  const [channel, topic, ...others] = name.split('/');
  const on = MessageChannel.safeParse(channel);
  const about = topic === undefined ? undefined : Topic.safeParse(topic);
  if (!on.success || about?.success === false || others.length > 0) return undefined;
  return { type, channel: on.data, ...(about && { topic: about.data }) };
}

/** Contents of a row, by their targets. */
export interface UserCells {
  readonly userId: JsonValue | undefined;
  readonly entry: JsonObject;
  readonly traits: JsonObject;
  readonly consents: readonly ListedConsent[];
}

/**
 * Creates a reader of rows whose cells are named by targets. Cells of CSV are typed, and empty ones left out. Traits
 * that hold an address stay texts.
 */
export function createUserReader(isTyped: boolean): (cells: JsonObject) => UserCells | RowFlaw {
  const targets = new Map<string, UserTarget | undefined>();
  const targetOf = (name: string) => {
    const known = targets.get(name);
    if (known !== undefined || targets.size > MOST_TARGETS) return known ?? readTarget(name);
    const target = readTarget(name);
    targets.set(name, target);
    return target;
  };
  return (cells) => {
    const read: Read = { entry: [], traits: [], consents: [] };
    for (const [column, cell] of Object.entries(cells)) {
      const target = isTyped && cell === '' ? undefined : targetOf(column);
      if (target && !takeCell(read, target, cell, isTyped)) return NEITHER;
    }
    const { userId } = cells;
    const { entry, traits, consents } = read;
    return { userId, entry: Object.fromEntries(entry), traits: Object.fromEntries(traits), consents };
  };
}

interface Read {
  readonly entry: [string, JsonValue][];
  readonly traits: [string, JsonValue][];
  readonly consents: ListedConsent[];
}

/** Returns false for a consent that is neither yes nor no. */
function takeCell({ entry, traits, consents }: Read, target: UserTarget, cell: JsonValue, isTyped: boolean): boolean {
  switch (target.type) {
    case 'userId':
      return true;
    case 'entry':
      entry.push([withoutNul(target.name), isTyped ? readCell(cell) : cell]);
      return true;
    case 'trait':
      traits.push([withoutNul(target.name), readTrait(target.name, cell, isTyped)]);
      return true;
    case 'consent': {
      const state = readConsentCell(cell);
      if (state === undefined) return cell === null;
      const { type: _, ...about } = target;
      consents.push({ ...about, state });
      return true;
    }
  }
}

/** Rows of NDJSON may each have names of their own. */
const MOST_TARGETS = 5_000;

const NEITHER: RowFlaw = { reason: 'a consent is neither yes nor no', fix: 'use yes or no, or leave the cell empty' };

const ADDRESS_TRAITS: ReadonlySet<string> = new Set(
  Object.values(MESSAGE_CHANNELS).flatMap(({ address }) => address ?? []),
);

/** An address stays a text: a number would lose the zeros before it. */
function readTrait(name: string, cell: JsonValue, isTyped: boolean): JsonValue {
  if (!isTyped) return cell;
  const text = withoutNul(String(cell)).trim();
  return ADDRESS_TRAITS.has(name) ? text : readCell(text);
}

const YES: readonly string[] = ['yes', 'y', 'true', '1'];
const NO: readonly string[] = ['no', 'n', 'false', '0'];

function readConsentCell(cell: JsonValue): 'yes' | 'no' | undefined {
  const said = isObject(cell) ? '' : String(cell).trim().toLowerCase();
  if (YES.includes(said)) return 'yes';
  return NO.includes(said) ? 'no' : undefined;
}

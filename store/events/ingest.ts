import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import { StoreBusy } from '../base/busy.ts';
import { createDoorbell } from '../base/doorbell.ts';
import { isOfTheData } from '../base/fault.ts';
import type { Database, Sql } from '../base/sql.ts';
import { devicesInTraits, type NamedDevice, registerDevices } from '../people/devices.ts';
import { type Identity, type KnownPersons, nameOf, rememberPersons } from '../people/identities.ts';
import { changeProfiles, findExcess } from '../people/profiles.ts';
import type { Store } from '../person.ts';
import { insertEvents, type PersonMessage } from './insert-events.ts';

/** A validated message of a service: an event, and the traits that it changes. */
export interface IncomingMessage {
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly kind: 'track' | 'identify';
  /** The event's name; `$profile.changed` for identify. */
  readonly name: string;
  readonly properties: JsonObject;
  readonly traits?: JsonObject;
  /** Device that the client says it runs on. */
  readonly device?: NamedDevice;
  /** When the service says it happened. For reports only, never for decisions. */
  readonly occurredAt?: Instant;
  readonly hops?: number;
}

export interface Accepted {
  readonly messageId: string;
  /**
   * `duplicate`: accepted before under the same message ID, without further effect. `profile-full`: refused and not
   * recorded.
   */
  readonly status: 'accepted' | 'duplicate' | 'profile-full';
  /** −1 for a refused message. */
  readonly position: number;
}

export interface Ingest {
  /**
   * Resolves when the messages are durable. Events, profile changes and outbox rows of a group are one transaction.
   * @throws StoreBusy if no connection came free within two seconds; nothing has been written then
   */
  accept(workspace: WorkspaceId, messages: readonly IncomingMessage[]): Promise<readonly Accepted[]>;
  /** Finishes the messages that it has taken. */
  close(): Promise<void>;
}

interface Waiting {
  readonly messages: readonly IncomingMessage[];
  readonly resolve: (accepted: readonly Accepted[]) => void;
  readonly reject: (cause: unknown) => void;
  readonly late: NodeJS.Timeout;
}

/** Most locks that one transaction takes. */
const MAX_MESSAGES = 500;
const MAX_GROUPS_AT_ONCE = 4;
/** A caller that waits longer gets an error while it still listens. */
const PATIENCE_MS = 2_000;

/**
 * Creates the ingest. Requests within the same few milliseconds share one transaction (24,000 → 54,000 rows/s): while a
 * group is being written, the next one fills.
 */
export function createIngest(
  database: Database,
  store: Store,
  { flushMs = 2 }: { readonly flushMs?: number } = {},
): Ingest {
  const waiting = new Map<WorkspaceId, Waiting[]>();
  const doorbell = createDoorbell(database);
  const underWay = new Set<Promise<void>>();
  const known = rememberPersons();
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    if (waiting.size > 0 && underWay.size < MAX_GROUPS_AT_ONCE) timer ??= setTimeout(flush, flushMs);
  };
  function flush() {
    timer = undefined;
    for (const [workspace, all] of waiting) {
      const group = takeGroup(all);
      for (const { late } of group) clearTimeout(late);
      if (all.length === 0) waiting.delete(workspace);
      const work = write(workspace, group).finally(() => {
        underWay.delete(work);
        schedule();
      });
      underWay.add(work);
    }
    schedule();
  }
  function giveUp(workspace: WorkspaceId, one: Waiting) {
    const all = waiting.get(workspace) ?? [];
    const at = all.indexOf(one);
    if (at === -1) return;
    all.splice(at, 1);
    if (all.length === 0) waiting.delete(workspace);
    one.reject(new StoreBusy());
  }
  async function write(workspace: WorkspaceId, group: readonly Waiting[]) {
    const messages = group.flatMap((each) => each.messages);
    try {
      const accepted = await acceptTogether({ database, store, known }, workspace, messages);
      doorbell.ring();
      for (const each of group) each.resolve(accepted.splice(0, each.messages.length));
    } catch (cause) {
      await handleFailure(workspace, group, cause);
    }
  }
  /**
   * Rejects the callers of a batch that failed. If the data caused the failure, writes each caller's messages alone, so
   * that only the faulty ones fail.
   */
  async function handleFailure(workspace: WorkspaceId, group: readonly Waiting[], cause: unknown) {
    if (group.length > 1 && isOfTheData(cause)) for (const each of group) await write(workspace, [each]);
    else for (const { reject } of group) reject(cause);
  }

  return {
    accept: (workspace, messages) =>
      new Promise((resolve, reject) => {
        if (messages.length === 0) return resolve([]);
        const all = waiting.get(workspace) ?? [];
        const late = setTimeout(() => giveUp(workspace, one), PATIENCE_MS);
        const one: Waiting = { messages, resolve, reject, late };
        all.push(one);
        waiting.set(workspace, all);
        schedule();
      }),
    async close() {
      while (waiting.size > 0 || underWay.size > 0) {
        if (timer === undefined && underWay.size === 0) flush();
        await Promise.race([...underWay, new Promise((resolve) => setTimeout(resolve, flushMs))]);
      }
    },
  };
}

function takeGroup(all: Waiting[]): readonly Waiting[] {
  let size = 0;
  const end = all.findIndex(({ messages }, index) => {
    size += messages.length;
    return index > 0 && size > MAX_MESSAGES;
  });
  return all.splice(0, end === -1 ? all.length : end);
}

/** How often a user who was erased or lost is looked for again. */
const MOST_TRIES = 5;

/** The person of an identity can't be found, however often it is made again. */
export class PersonLost extends Error {
  override readonly name = 'PersonLost';
  constructor(identity: string) {
    super(`the person of ${identity} is missing: restore table "persons", or delete its row of "identities"`);
  }
}

interface Acceptance {
  readonly database: Database;
  readonly store: Store;
  readonly known: KnownPersons;
}

async function acceptTogether(
  ports: Acceptance,
  workspace: WorkspaceId,
  messages: readonly IncomingMessage[],
  tries = 1,
): Promise<Accepted[]> {
  const { database, store, known } = ports;
  const persons = await known.find(database.sql, workspace, messages.map(identityOf));
  const rows = messages.map((message) => ({
    ...message,
    person: persons.get(nameOf(identityOf(message))) as PersonId,
  }));
  const chunks = Array.from({ length: Math.ceil(rows.length / MAX_MESSAGES) }, (_, n) =>
    rows.slice(n * MAX_MESSAGES, (n + 1) * MAX_MESSAGES),
  );
  const accepted: Accepted[] = [];
  for (const chunk of chunks) {
    const taken = await write(store, workspace, chunk);
    // A user who was erased after their person was found is new by now.
    const lost = chunk.filter((_, index) => taken[index]?.position === 0);
    known.forget(workspace, lost.map(identityOf));
    if (lost[0] && tries === MOST_TRIES) throw new PersonLost(nameOf(identityOf(lost[0])));
    const again = lost.length === 0 ? [] : await acceptTogether(ports, workspace, lost, tries + 1);
    accepted.push(...taken.map((each) => (each.position === 0 ? (again.shift() ?? each) : each)));
  }
  return accepted;
}

const write = (store: Store, workspace: WorkspaceId, chunk: readonly PersonMessage[]): Promise<Accepted[]> =>
  store.persons(workspace, [...new Set(chunk.map(({ person }) => person))], (sql, now, timeOf) =>
    record(
      sql,
      workspace,
      now,
      chunk.map((message) => ({ ...message, at: timeOf(message.person) })),
    ),
  );

const identityOf = ({ userId, anonymousId }: IncomingMessage): Identity =>
  userId === undefined ? { kind: 'anonymous', value: anonymousId ?? '' } : { kind: 'user', value: userId };

/**
 * Writes events and the traits they change, and announces the events that some journey listens for. Call it under the
 * persons' locks. Results are in the order of `messages`. Nothing is written for an erased user; the position is then
 * 0.
 */
export async function record(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  messages: readonly PersonMessage[],
): Promise<Accepted[]> {
  const full = await findFresh(sql, workspace, await findExcess(sql, workspace, messages));
  if (full.size === 0) return recordAll(sql, workspace, now, messages);
  const taken = messages.filter((message) => !full.has(message));
  const done = taken.length === 0 ? [] : await recordAll(sql, workspace, now, taken);
  return messages.flatMap((message) => {
    if (!full.has(message)) return done.shift() ?? [];
    return { messageId: message.messageId, status: 'profile-full' as const, position: -1 };
  });
}

/**
 * Returns the messages that haven't been accepted before. The others are answered as duplicates, even if their user's
 * profile is full by now.
 */
async function findFresh(
  sql: Sql,
  workspace: WorkspaceId,
  messages: ReadonlySet<PersonMessage>,
): Promise<ReadonlySet<PersonMessage>> {
  if (messages.size === 0) return messages;
  const all = [...messages];
  const known = await positionsOf(
    sql,
    workspace,
    all.map(({ messageId }) => messageId),
  );
  return new Set(all.filter(({ messageId }) => !known.has(messageId)));
}

async function recordAll(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  messages: readonly PersonMessage[],
): Promise<Accepted[]> {
  const firsts = new Map(messages.map((message) => [message.messageId, message] as const).toReversed());
  const once = messages.filter((message) => firsts.get(message.messageId) === message);
  const found = await insertEvents(sql, workspace, now, once);
  const positions = new Map(once.map((message, index) => [message.messageId, found[index]]));
  const known = once.filter((_, index) => found[index] === undefined).map(({ messageId }) => messageId);
  const before = known.length === 0 ? new Map<string, number>() : await positionsOf(sql, workspace, known);
  const isAccepted = (message: PersonMessage) =>
    positions.get(message.messageId) !== undefined && firsts.get(message.messageId) === message;
  const accepted = once.filter(isAccepted);
  const changes = accepted.flatMap(({ person, traits }) => (traits ? { person, traits } : []));
  await changeProfiles(sql, workspace, now, changes);
  await registerDevices(sql, workspace, now, accepted.flatMap(devicesOf));
  return messages.map((message) => ({
    messageId: message.messageId,
    status: isAccepted(message) ? 'accepted' : 'duplicate',
    position: positions.get(message.messageId) ?? before.get(message.messageId) ?? 0,
  }));
}

/** Returns the devices that a message names. The one it comes from is registered, even if a trait names it too. */
const devicesOf = ({ person, traits, device }: PersonMessage) =>
  [...(traits ? devicesInTraits(traits) : []), ...(device ? [device] : [])].map((each) => ({ ...each, person }));

async function positionsOf(
  sql: Sql,
  workspace: WorkspaceId,
  messageIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; position: number }>`
    select message_id as id, position from event_keys
     where workspace = ${workspace} and message_id = any(${messageIds}::text[])`;
  return new Map(rows.map(({ id, position }) => [id, position]));
}

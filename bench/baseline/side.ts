import type { PersonId } from '../../journey/base/ids.ts';
import type { Journey } from '../../journey/document/document.ts';
import { compile } from '../../journey/engine/version.ts';
import { admit } from '../../store/entry/admit.ts';
import { publish } from '../../store/lifecycle/publish.ts';
import { findOrMakePersons, nameOf } from '../../store/people/identities.ts';
import { createStore } from '../../store/person.ts';
import { ENTRY } from '../documents.ts';
import { countCompleted, type Side } from '../side.ts';
import { openStage, type Stage, WORKSPACE } from '../stage.ts';
import type { Entrant, Told } from './acts.ts';

type Flow = 'journeyLocal' | 'journeyOwnQueue';

export interface Baseline extends Side {
  readonly taskQueue: string;
  /** The flow that the next users enter. */
  use(flow: Flow): void;
}

/**
 * The hand-written side: the same ingest accepts events, and an ordinary client starts and signals the workflow. It
 * knows in advance which workflow an event concerns, forwards nothing, and loses a signal that fails.
 */
export async function openBaseline(stage: Stage, document: Journey): Promise<Baseline> {
  const opened = await openStage(stage, 'baseline', new URL('./worker.ts', import.meta.url), stage.bundles.baseline);
  const { database, worker, client, accept, metricsPort, taskQueue } = opened;
  await publish(database, WORKSPACE, document, 'bench');
  const version = compile(document, 1);
  const store = createStore(database);
  const persons = new Map<string, PersonId>();
  let acceptedAt = 0;
  let flow: Flow = 'journeyLocal';
  const workflowId = (user: string) => `journeyLocal/${user}`;

  /** Writes the instance's row and the counts, as the product's forwarder does. */
  async function admitOne(user: string, position: number): Promise<Entrant> {
    const person = persons.get(user);
    if (person === undefined) throw new Error(`${user} has not been identified`);
    return store.person({ workspace: WORKSPACE, person }, async (sql, now) => {
      const event = { name: ENTRY, at: now, position, properties: {} };
      const who = { workspace: WORKSPACE, person };
      const admission = await admit(sql, now, { who, version, event, onMeet: 'refuse' }, { plainUserIds: true });
      if (admission.type !== 'entered') throw new Error(`${user} may not enter`);
      return { ...who, id: admission.instance, journey: document.id, version: 1, enteredAt: now, position };
    });
  }

  return {
    name: 'baseline',
    worker,
    database,
    client,
    taskQueue,
    use(other) {
      flow = other;
    },
    async enter(user) {
      const entrant = await admitOne(user, await accept(user, ENTRY));
      acceptedAt = performance.timeOrigin + performance.now();
      await client.workflow.start(flow, { workflowId: workflowId(user), taskQueue, args: [entrant] });
    },
    async tell(user, event) {
      await accept(user, event);
      acceptedAt = performance.timeOrigin + performance.now();
      await client.workflow.getHandle(workflowId(user)).signal<[Told]>('event', { event });
    },
    acceptedAt: () => acceptedAt,
    async identify(users) {
      await opened.identify(users);
      const found = await findOrMakePersons(
        database.sql,
        WORKSPACE,
        users.map((value) => ({ kind: 'user', value })),
      );
      for (const user of users) persons.set(user, found.get(nameOf({ kind: 'user', value: user })) as PersonId);
      await database.sql`truncate outbox`; // nothing reads it
    },
    workflowIds: async (users) => users.map(workflowId),
    metricsPort,
    completed: () => countCompleted(metricsPort),
    close: opened.close,
  };
}

import { NodeId } from '../../journey/base/ids.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { apply, type Decision, type Instance, type TraceLine } from '../../journey/engine/apply.ts';
import { ASLEEP } from '../../journey/engine/deadlines.ts';
import type { Version } from '../../journey/engine/version.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { readInputs } from '../../store/decisions/inputs.ts';
import { recordTransition } from '../../store/decisions/transitions.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import { createMessages } from '../../store/messages/messages.ts';
import type { Store } from '../../store/person.ts';

/** Input of a hand-written workflow: the user and the journey. */
export interface Entrant extends Pick<Instance, 'id' | 'workspace' | 'person' | 'journey' | 'version' | 'enteredAt'> {
  readonly position: number;
}

/** An event, as the signal carries it. */
export interface Told {
  readonly event: string;
}

/** Answer of `decide`, which is stored in the history. */
interface Answer {
  readonly delta: { readonly step: number; readonly at: string; readonly until: number };
  readonly because: string;
}

export interface ActsPorts {
  readonly store: Store;
  readonly versions: Versions;
  readonly onSent: (instance: string, node: string, startedAt: number) => void;
}

const HOURS_2 = 7_200_000;
/** The path: the node that decision n leads to, and the port of the previous node. */
const PATH = [
  { at: 'push', port: undefined },
  { at: 'wait-a', port: 'sent' },
  { at: 'sms', port: 'opened' },
  { at: 'wait-b', port: 'sent' },
  { at: 'email', port: 'clicked' },
  { at: 'done', port: 'sent' },
].map(({ at, port }) => ({ at: NodeId.parse(at), port }));

/** Bookkeeping by the product's own functions: the same statements on the same tables under the same lock. */
export function createActs({ store, versions, onSent }: ActsPorts) {
  const messages = createMessages(store);

  return {
    async decide(who: Entrant, step: number): Promise<Answer> {
      const version = await versions.get(who.workspace, who.journey, who.version);
      return store.person(who, async (sql, now) => {
        const before = instanceAt(who, step - 1, now);
        const { stored, facts } = await readInputs(sql, version, before, now);
        if (!stored)
          await recordTransition(sql, now, {
            ...{ version, before, waking: ASLEEP },
            folded: decide(before, step, facts.context, now),
          });
        return answer(step);
      });
    },

    async send(who: Entrant, channel: Channel, step: number): Promise<{ readonly id: string }> {
      const node = nodeOf(step);
      onSent(who.id, node, Date.now());
      const { id: instance, workspace, person, journey, version } = who;
      const ref = {
        type: 'send',
        instance,
        workspace,
        person,
        journey,
        version,
        node,
        visit: step + 1,
        channel,
      } as const;
      const claim = await messages.claim(ref, await versions.get(workspace, journey, version), {
        atMostOnce: false,
        announcesHandOver: false,
      });
      const id = `msg-${instance}:${step}`;
      if (claim.type === 'claimed') await messages.settle(ref, { outcome: 'sent', providerId: id });
      return { id };
    },

    decideBare: async (_nr: number, step: number): Promise<Answer> => answer(step),
    sendBare: async (_user: string, _channel: Channel, key: string): Promise<{ readonly id: string }> => ({
      id: `msg-${key}`,
    }),
  };
}

const answer = (step: number): Answer => ({
  delta: { step, at: `node-${step}`, until: 0 },
  because: 'rule branch/otherwise: plan = free',
});

const nodeOf = (step: number): NodeId => PATH[step]?.at ?? NodeId.parse('done');

/** Returns the instance's row before decision `step + 1`. */
function instanceAt(who: Entrant, step: number, now: Instant): Instance {
  const { position, ...ids } = who;
  return {
    ...ids,
    step: step + 1,
    at: step < 0 ? null : nodeOf(step),
    visit: step + 1,
    arrivedAt: now,
    until: null,
    readTo: position,
    since: [position, position, position],
    pausedAt: null,
    pausedMs: 0,
    held: false,
    exit: null,
  };
}

function decide(before: Instance, step: number, context: Version['document']['layout'] | object, now: Instant) {
  const at = nodeOf(step);
  const isEnd = at === 'done';
  const decision: Decision = {
    delta: {
      step: step + 1,
      at,
      visit: step + 1,
      arrivedAt: now,
      until: at.startsWith('wait') ? instant(now + HOURS_2) : null,
      ...(isEnd && { exit: { reason: 'completed' } }),
    },
    effects: [],
    trace: linesOf(before, step, now),
  };
  return {
    instance: apply(before, decision),
    decision,
    read: decision.trace.map(() => ({})),
    context: context as never, // as it was read
    profile: {},
    assigned: {},
    entering: [],
    commands: [],
    conversions: [],
  };
}

function linesOf(before: Instance, step: number, at: Instant): readonly TraceLine[] {
  const node = nodeOf(step);
  const port = PATH[step]?.port;
  const arrived: TraceLine = { at, node, visit: step + 1, move: node === 'done' ? 'exit' : 'wait', rule: 'next' };
  return port === undefined
    ? [arrived]
    : [{ at, node: before.at, visit: before.visit, move: 'leave', port, rule: 'next' }, arrived];
}

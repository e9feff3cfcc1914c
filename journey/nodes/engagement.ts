import { z } from 'zod';
import { DocumentFault } from '../base/document-fault.ts';
import { sendKey } from '../base/ids.ts';
import type { Input, JourneyEvent } from '../events/input.ts';
import { ENGAGEMENTS, type Engagement, engagementEvent } from '../events/own-events.ts';
import { because, leave, type Move, stay } from '../moves/move.ts';
import { settledAt } from '../time/punctual.ts';
import { after, inWords, WaitLength } from '../time/time.ts';
import type { Placed, Visit } from './define.ts';

export const Engaging = z
  .strictObject({ within: WaitLength.describe('Counted from sending. Then the message takes `timeout`.') })
  .describe('How long to wait for an engagement, such as `clicked` or `bounced`, if its port is linked');

/** A node that may wait for engagement. */
interface Drawing {
  readonly links?: Readonly<Record<string, string>> | undefined;
  readonly engagement?: z.infer<typeof Engaging> | undefined;
}

/** Lists the engagements that the node has links for. */
export const linkedEngagements = ({ links = {} }: Drawing): readonly Engagement[] =>
  ENGAGEMENTS.filter((kind) => Object.hasOwn(links, kind));

/**
 * Returns the move after a message was sent. An awaited event of this send that arrived before its outcome decides
 * immediately; else the node waits.
 *
 * @throws DocumentFault `engagement-without-time` for a node that validation would refuse
 */
export function awaitEngagement(visit: Visit<Drawing>, outcome: Extract<Input, { type: 'outcome' }>): Move {
  const came = findFirst(visit, visit.facts.past);
  if (came) return leave(came.kind, because('engaged-before-outcome', readOf(came.event)));
  const { within } = visit.node.engagement ?? {};
  if (within === undefined)
    throw new DocumentFault(
      'engagement-without-time',
      `nodes.${visit.id}.engagement`,
      `node "${visit.id}" waits for engagement without "within"`,
    );
  const from = settledAt(visit.arrivedAt, outcome.at);
  return {
    type: 'wait',
    until: after(from, within, visit.zone),
    from,
    because: because('engagement-awaited', { for: [...linkedEngagements(visit.node)], within }),
  };
}

/** Returns the move for events that arrive while the node waits for engagement. */
export function moveByEngagement(visit: Visit<Drawing>, events: readonly JourneyEvent[]): Move {
  const came = findFirst(visit, events);
  return came
    ? leave(came.kind, because('engaged', readOf(came.event)), undefined, came.event)
    : stay(because('none-of-the-awaited'));
}

export const leaveUnengaged = ({ node: { engagement } }: Visit<Drawing>): Move =>
  leave('timeout', because('not-engaged', engagement ? { within: engagement.within } : {}));

function findFirst({ node, instance, id, ordinal }: Visit<Drawing>, events: readonly JourneyEvent[]) {
  const drawn = linkedEngagements(node);
  const key = sendKey(instance, id, ordinal);
  for (const event of events) {
    const kind = drawn.find((each) => engagementEvent(each) === event.name);
    if (kind && event.properties.key === key) return { kind, event };
  }
  return undefined;
}

const readOf = ({ name, properties: { url } }: JourneyEvent) => ({ event: name, ...(url !== undefined && { url }) });

/** Returns problems of engagement ports without a time limit, and of a time limit without such ports. */
export function engagementFlaws(node: Drawing): readonly Placed<{ readonly message: string; readonly fix: string }>[] {
  const drawn = linkedEngagements(node);
  if (drawn.length > 0 && !node.engagement)
    return [
      {
        where: 'engagement',
        message: `it waits for "${drawn.join('" or "')}", but has no time limit`,
        fix: 'add "engagement": {"within": "1d"}, and link "timeout"',
      },
    ];
  return drawn.length === 0 && node.engagement
    ? [
        {
          where: 'engagement',
          message: 'it has a time limit, but nothing to wait for',
          fix: `link one of ${ENGAGEMENTS.join(', ')}, or remove "engagement"`,
        },
      ]
    : [];
}

export const describeEngagement = (node: Drawing): string =>
  node.engagement && linkedEngagements(node).length > 0
    ? `, then wait up to ${inWords(node.engagement.within)} until it is ${linkedEngagements(node).join(' or ')}`
    : '';

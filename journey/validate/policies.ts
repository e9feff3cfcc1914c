import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { MessageChannel } from '../delivery/channel.ts';
import type { WorkspacePolicies } from '../delivery/policies.ts';
import type { Graph } from './graph.ts';
import { isQuietAllWeek } from './quiet-hours.ts';

/** Checks a document against the workspace's policies: its topics exist, and quiet hours leave some time. */
export function policies(graph: Graph, known: WorkspacePolicies | undefined): readonly Flaw[] {
  return known === undefined ? [] : [...unknownTopics(graph, known), ...endlessQuiet(graph, known)];
}

function unknownTopics({ places, document }: Graph, { topics }: WorkspacePolicies): readonly Flaw[] {
  const ids = topics.map(({ id }) => id);
  const named = [
    ...places.flatMap(({ id, node }) =>
      node.type === 'message' && node.topic !== undefined
        ? [{ path: `nodes.${id}.topic`, who: `node "${id}"`, topic: node.topic }]
        : [],
    ),
    ...document.frequencyCaps.flatMap((cap, nth) =>
      cap.topics.map((topic, at) => ({ path: `frequencyCaps.${nth}.topics.${at}`, who: 'a frequency cap', topic })),
    ),
  ];
  return named
    .filter(({ topic }) => !ids.includes(topic))
    .map(({ path, who, topic }) => ({
      path,
      message: `${who} names the topic "${topic}", which the workspace doesn't have`,
      fix: ids.length === 0 ? 'add it to the topics in Settings or with PUT /v1/settings' : suggest(topic, ids),
    }));
}

function endlessQuiet({ document, places }: Graph, { quietHours }: WorkspacePolicies): readonly Flaw[] {
  if (document.quietHours.length === 0 || quietHours.length === 0) return [];
  const both = [...document.quietHours, ...quietHours];
  const used = MessageChannel.options.filter((channel) =>
    places.some(({ node }) => node.type === 'message' && node.channel === channel && !node.transactional),
  );
  const endless = used.filter(
    (channel) => isQuietAllWeek(both, channel) && !isQuietAllWeek(document.quietHours, channel),
  );
  return endless.length === 0
    ? []
    : [
        {
          path: 'quietHours',
          message: `together with the workspace's quiet hours, they cover the whole week for ${endless.join(', ')}, so no message could ever be sent`,
          fix: 'leave some hours that neither covers',
        },
      ];
}

/** Warns about marketing email without an unsubscribe link, because PUBLIC_URL isn't set. */
export const findUnsubscribable = ({ places }: Graph, hasPublicUrl: boolean | undefined): readonly Flaw[] =>
  hasPublicUrl !== false
    ? []
    : places
        .filter(({ node }) => node.type === 'message' && node.channel === 'email' && !node.transactional)
        .map(({ id }) => ({
          path: `nodes.${id}`,
          message: `node "${id}" sends marketing email without a working unsubscribe link, because PUBLIC_URL isn't set`,
          fix: 'set PUBLIC_URL to the public address of Sojourn, or make the message transactional',
        }));

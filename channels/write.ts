import type { NodeId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { Values } from '../journey/conditions/path.ts';
import type { Channel } from '../journey/delivery/channel.ts';
import { nodeAt, type Version } from '../journey/engine/version.ts';
import type { Node } from '../journey/nodes/index.ts';
import { isReference, resolve } from '../journey/nodes/value.ts';
import { addressOf, zoneOf } from '../journey/people/profile.ts';
import type { Content } from './port.ts';
import type { Rendered, Renderer, Wording } from './templates.ts';

/** The user for whom a message is rendered, and when. */
export interface Reader {
  readonly userId: string;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  readonly now: number;
}

export type Written =
  | WrittenOn<Channel>
  | {
      readonly ok: false;
      readonly reason: string;
      /** True if it took too long. A busy machine may be the cause instead of the template. */
      readonly isLate: boolean;
    };

type WrittenOn<On extends Channel> = On extends Channel
  ? { readonly ok: true; readonly channel: On; readonly to: string; readonly content: Content<On> }
  : never;

/** Writes what a node says for one person, from the profile and the context as they are then. */
export const createWrite =
  (renderer: Renderer) =>
  (version: Version, id: NodeId, { profile, context, userId, now }: Reader): Written => {
    const node = nodeAt(version, id);
    const { document } = version;
    const scope: JsonObject = { profile, context, userId, journey: { id: document.id, name: document.name } };
    const options = { timeZone: zoneOf(profile, document.timeZone) };
    const render = (wording: Wording) => renderer.render(wording, scope, now, options);
    switch (node.type) {
      case 'message':
        // in-app messages are addressed by user id
        return message(node, id, render, addressOf(profile, node.channel, document.phoneCountry) || userId);
      case 'webhook':
        return webhook(node, id, render);
      case 'activity':
        return activity(node, id, render, { profile, context }, userId);
      default:
        return { ok: false, reason: `node "${id}" sends nothing`, isLate: false };
    }
  };

type Render = (wording: Wording) => Rendered;
type NodeOf<Type extends Node['type']> = Extract<Node, { readonly type: Type }>;

function message({ channel, content, template }: NodeOf<'message'>, id: string, render: Render, to: string): Written {
  const rendered = render(content);
  if (!rendered.ok) return failed(rendered);
  const { data: _, ...said } = rendered.content; // a message has none
  return { ok: true, channel, to, content: { template: template ?? id, ...said } };
}

function webhook({ url, body, method, headers }: NodeOf<'webhook'>, id: string, render: Render): Written {
  const rendered = render({ url, data: body });
  if (!rendered.ok) return failed(rendered);
  const renderedHeaders = render({ data: headers });
  if (!renderedHeaders.ok) return failed(renderedHeaders);
  const { url: to = '', data = null } = rendered.content;
  const sent = renderedHeaders.content.data as Readonly<Record<string, string>>; // its shape is node.headers'
  return { ok: true, channel: 'webhook', to, content: { template: id, url: to, data, method, headers: sent } };
}

function activity(
  { activity: name, input }: NodeOf<'activity'>,
  id: string,
  render: Render,
  values: Values,
  userId: string,
): Written {
  const given = Object.entries(input);
  const rendered = render({ data: Object.fromEntries(given.filter(([, value]) => !isReference(value))) as JsonObject });
  if (!rendered.ok) return failed(rendered);
  const read = given.flatMap(([field, value]) =>
    isReference(value) ? [[field, resolve(value, values)] as const] : [],
  );
  const data = { ...(rendered.content.data as JsonObject), ...Object.fromEntries(read) };
  return { ok: true, channel: 'activity', to: userId, content: { template: id, activity: name, data } };
}

const failed = ({ field, reason, isLate }: Extract<Rendered, { readonly ok: false }>): Written => ({
  ok: false,
  reason: `the template of ${field} failed: ${reason}`,
  isLate,
});

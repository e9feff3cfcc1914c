import type { Content } from '../channels/port.ts';
import type { Renderer } from '../channels/templates.ts';
import { nodeAt, type Version } from '../journey/engine/version.ts';
import type { JsonObject } from '../journey/json.ts';
import { addressOf, zoneOf } from '../journey/profile.ts';
import type { Claimed, SendRef } from '../store/messages.ts';
import type { Written } from './send.ts';

/** Writes what a node says for one person, from the profile and the context as they are at the claim. */
export const createWrite =
  (renderer: Renderer) =>
  (version: Version, { node: id }: SendRef, { profile, context, userId, now }: Claimed): Written => {
    const node = nodeAt(version, id);
    const { document } = version;
    const scope: JsonObject = { profile, context, userId, journey: { id: document.id, name: document.name } };
    const options = { timeZone: zoneOf(profile, document.timeZone) };
    switch (node.type) {
      case 'message': {
        const rendered = renderer.render(node.content, scope, now, options);
        if (!rendered.ok) return templateFailed(rendered);
        const to = addressOf(profile, node.channel) || userId; // in-app needs no address but the person's own name
        return { ok: true, to, content: { template: node.template ?? id, ...rendered.content } };
      }
      case 'webhook': {
        const rendered = renderer.render({ url: node.url, data: node.body }, scope, now, options);
        if (!rendered.ok) return templateFailed(rendered);
        const headers = renderer.render({ data: node.headers }, scope, now, options);
        if (!headers.ok) return templateFailed(headers);
        const content: Content = {
          template: id,
          ...rendered.content,
          method: node.method,
          headers: headers.content.data as Readonly<Record<string, string>>, // its shape is node.headers'
        };
        return { ok: true, to: rendered.content.url ?? '', content };
      }
      default:
        return { ok: false, reason: `node "${id}" sends nothing` };
    }
  };

const templateFailed = ({ field, reason }: { readonly field: string; readonly reason: string }): Written => ({
  ok: false,
  reason: `the template of ${field} failed: ${reason}`,
});

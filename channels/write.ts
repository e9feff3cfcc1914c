import type { NodeId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { Values } from '../journey/conditions/path.ts';
import type { Channel, MessageChannel } from '../journey/delivery/channel.ts';
import type { ContentField, MessageChannelDefinition } from '../journey/delivery/channels/define.ts';
import { MESSAGE_CHANNELS } from '../journey/delivery/channels/index.ts';
import { mergeContent, variantFor } from '../journey/delivery/content.ts';
import { templateName } from '../journey/delivery/template.ts';
import type { Journey } from '../journey/document/document.ts';
import { nodeAt, type Version } from '../journey/engine/version.ts';
import type { Node } from '../journey/nodes/index.ts';
import { isReference, resolve } from '../journey/nodes/value.ts';
import { localeOf } from '../journey/people/locale.ts';
import { addressOf, zoneOf } from '../journey/people/profile.ts';
import { isHarmful, schemeOf } from './liquid/html/links.ts';
import { type ResolveLookUps, renderFully } from './look-ups.ts';
import type { Content, MessageContent } from './port.ts';
import type { RenderArguments, Rendered, Renderer, Wording } from './templates.ts';

/** The user for whom a message is rendered, and when. */
export interface Reader {
  readonly userId: string;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  readonly now: number;
  /** Links of the message. Without them, samples stand in their place. */
  readonly links?: MessageLinks;
  /** Resolves look-ups. Without it, catalog items are missing and coupons show a sample code. */
  readonly lookUp?: ResolveLookUps;
}

/** Links by which the recipient changes what they get. */
export interface MessageLinks {
  /** Unsubscribes in one click. */
  readonly unsubscribe: string;
  readonly preferences: string;
}

const SAMPLE_LINK = 'https://example.com/u/sample';

export type Written = WrittenOn<Channel> | Unwritten;

/** Why there is nothing to send. */
export interface Unwritten {
  readonly ok: false;
  readonly reason: string;
  /** True if it took too long. A busy machine may be the cause instead of the template. */
  readonly isLate: boolean;
  /** True if the template has ended the message by `abort`. */
  readonly isAborted?: true;
}

type WrittenOn<On extends Channel> = On extends Channel
  ? { readonly ok: true; readonly channel: On; readonly to: string; readonly content: Content<On> }
  : never;

export interface WriteOptions {
  /** Called with values that a template prints without a default and that are missing. Without it, they fail. */
  readonly onMissing?: (names: readonly string[]) => void;
}

/** Writes what a node says for one person, from the profile and the context as they are then. */
export const createWrite =
  (renderer: Renderer, { onMissing }: WriteOptions = {}) =>
  (version: Version, id: NodeId, reader: Reader): Written => {
    const steps = writing(version, id, reader, onMissing);
    let step = steps.next();
    while (!step.done) step = steps.next(renderer.render(...step.value));
    return step.value;
  };

/** Does the same as `createWrite`, with an asynchronous renderer, such as in another process. */
export const createWriteAside =
  (render: (...asked: RenderArguments) => Promise<Rendered>) =>
  async (version: Version, id: NodeId, reader: Reader): Promise<Written> => {
    const steps = writing(version, id, reader);
    let step = steps.next();
    while (!step.done) step = steps.next(await renderFully(render, step.value, reader.lookUp));
    return step.value;
  };

/** Yields the texts to render, in order, and returns the written message, so that rendering can happen anywhere. */
function* writing(
  version: Version,
  id: NodeId,
  { profile, context, userId, now, links }: Reader,
  onMissing?: WriteOptions['onMissing'],
): Writing<Written> {
  const node = nodeAt(version, id);
  const { document } = version;
  const scope: JsonObject = {
    ...{ profile, context, userId, journey: { id: document.id, name: document.name } },
    unsubscribe_url: links?.unsubscribe ?? SAMPLE_LINK,
    preferences_url: links?.preferences ?? SAMPLE_LINK,
  };
  const locale = localeOf(profile);
  const blocks = blocksFor(document.blocks, locale);
  const options = { timeZone: zoneOf(profile, document.timeZone), dateOrder: document.dateOrder, locale, blocks };
  const render: Render = function* (wording) {
    const rendered = yield [wording, scope, now, options];
    if (!rendered.ok) return explainFailure(rendered);
    if (rendered.missing.length === 0) return rendered;
    onMissing?.(rendered.missing);
    return onMissing ? rendered : unwritten(missingReason(rendered.missing));
  };
  switch (node.type) {
    case 'message': {
      const said = { ...node, content: mergeContent(node.content, variantFor(node.variants, locale)) };
      // in-app messages are addressed by user id
      return yield* message(said, id, render, addressOf(profile, node.channel, document.phoneCountry) || userId);
    }
    case 'webhook':
      return yield* webhook(node, id, render);
    case 'activity':
      return yield* activity(node, id, render, { profile, context }, userId);
    default:
      return unwritten(`node "${id}" sends nothing`);
  }
}

/** Returns content blocks in the user's language. */
function blocksFor(blocks: Journey['blocks'] = {}, locale: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, { content, variants }]) => [name, variantFor(variants, locale) ?? content]),
  );
}

type Writing<Result> = Generator<RenderArguments, Result, Rendered>;
type Render = (wording: Wording) => Writing<{ readonly ok: true; readonly content: Wording } | Unwritten>;
type NodeOf<Type extends Node['type']> = Extract<Node, { readonly type: Type }>;

function* message(
  { channel, content, template }: NodeOf<'message'>,
  id: string,
  render: Render,
  to: string,
): Writing<Written> {
  const { whatsappTemplate, ...wording } = content;
  const rendered = yield* render({ ...wording, ...(whatsappTemplate && { data: whatsappTemplate.parameters }) });
  if (!rendered.ok) return rendered;
  const { data: parameters, ...texts } = rendered.content;
  // filled in one by one, so these are texts again
  const filled = whatsappTemplate && { ...whatsappTemplate, parameters: parameters as readonly string[] };
  const said = { ...texts, ...(filled && { whatsappTemplate: filled }) };
  const fault = emptyFault(channel, said) ?? linkFault(said);
  if (fault !== undefined) return unwritten(fault);
  return { ok: true, channel, to, content: { template: templateName(template) ?? id, ...said } };
}

/** Returns why a message says nothing: content that its channel needs has rendered to nothing. */
function emptyFault(channel: MessageChannel, said: Omit<MessageContent, 'template'>): string | undefined {
  const { needs }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  const shown = needs.map((fields) => fields.filter((field) => field !== 'mjml')); // it has become HTML
  const empty = shown.find((fields) => fields.every((field) => isEmpty(said[field])));
  return empty && `${empty.map((field) => `content.${field}`).join(' and ')} rendered to nothing`;
}

const isEmpty = (value: MessageContent[Exclude<ContentField, 'mjml'>]): boolean =>
  typeof value === 'string' ? value.trim() === '' : value === undefined;

const linkFault = ({ url = '' }: Omit<Wording, 'data'>): string | undefined =>
  isHarmful(url) ? `content.url has the scheme "${schemeOf(url)}:", which isn't allowed in a link` : undefined;

function* webhook({ url, body, method, headers }: NodeOf<'webhook'>, id: string, render: Render): Writing<Written> {
  const rendered = yield* render({ url, data: body });
  if (!rendered.ok) return rendered;
  const renderedHeaders = yield* render({ data: headers });
  if (!renderedHeaders.ok) return renderedHeaders;
  const { url: to = '', data = null } = rendered.content;
  const sent = renderedHeaders.content.data as Readonly<Record<string, string>>; // its shape is node.headers'
  return { ok: true, channel: 'webhook', to, content: { template: id, url: to, data, method, headers: sent } };
}

function* activity(
  { activity: name, input }: NodeOf<'activity'>,
  id: string,
  render: Render,
  values: Values,
  userId: string,
): Writing<Written> {
  const given = Object.entries(input);
  const rendered = yield* render({
    data: Object.fromEntries(given.filter(([, value]) => !isReference(value))) as JsonObject,
  });
  if (!rendered.ok) return rendered;
  const read = given.flatMap(([field, value]) =>
    isReference(value) ? [[field, resolve(value, values)] as const] : [],
  );
  const data = { ...(rendered.content.data as JsonObject), ...Object.fromEntries(read) };
  return { ok: true, channel: 'activity', to: userId, content: { template: id, activity: name, data } };
}

const unwritten = (reason: string): Unwritten => ({ ok: false, reason, isLate: false });

function explainFailure({ field, reason, isLate, isAborted }: Extract<Rendered, { readonly ok: false }>): Unwritten {
  if (isAborted) return { ...unwritten(`aborted by the template: ${reason}`), isAborted };
  return { ok: false, reason: `the template of ${field} failed: ${reason}`, isLate };
}

const SHOWN = 5;

function missingReason(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => name.slice(0, 100));
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `no value for ${shown.join(', ')}${more}: give a default, such as {{ ${shown[0]} | default: "…" }}`;
}

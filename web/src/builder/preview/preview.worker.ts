import type { Wall } from '../../../../channels/liquid/wall';
import { withCompiled } from '../../../../channels/mjml/with-compiled';
import { measureSms } from '../../../../channels/sms/segments';
import { unknownIn } from '../../../../channels/template-variables';
import { createRenderer, type Renderer } from '../../../../channels/templates';
import { createWrite } from '../../../../channels/write';
import { NodeId } from '../../../../journey/base/ids';
import type { JsonObject } from '../../../../journey/base/json';
import { type LookUps, nameOfLookUp } from '../../../../journey/delivery/look-up';
import type { Library } from '../../../../journey/delivery/template';
import { type DraftNode, journeyOfNode } from '../../../../journey/document/draft';
import { fillTemplates } from '../../../../journey/document/fill-templates';
import { compile } from '../../../../journey/engine/version';
import { answerWith } from '../../background/answer';
import type { CatalogLookUp } from '../../client/catalog-items';

/** A template that never ends is ended with this worker. */
const noWall: Wall = { within: (_, work) => work(), isOverTime: () => false };
const renderer = createRenderer(noWall);

export interface Previewing {
  readonly id: string;
  readonly node: DraftNode;
  /** Settings of the draft that affect how a message is written. */
  readonly settings: {
    readonly timeZone?: string;
    readonly dateOrder?: 'dmy' | 'mdy';
    readonly phoneCountry?: string;
    readonly blocks?: JsonObject;
  };
  /** Workspace templates that the node names. */
  readonly library: Library;
  readonly name: string;
  readonly user: string;
  readonly profile: JsonObject;
  readonly entry: JsonObject;
  readonly now: number;
  /** Compiled HTML of the node's MJML, by source. */
  readonly compiled: Readonly<Record<string, string>>;
  /** Catalog items that earlier renderings asked for. */
  readonly lookUps: LookUps;
}

export type Previewed = PreviewedMessage & {
  /** Catalog items that the message names and that aren't looked up yet. Absent: none. */
  readonly items?: readonly CatalogLookUp[];
};

type PreviewedMessage =
  | { readonly type: 'unfinished' }
  | { readonly type: 'failed'; readonly reason: string }
  | {
      readonly type: 'written';
      readonly to: string;
      readonly content: JsonObject;
      /** Values that the message needs and this user lacks, so that it wouldn't be sent. */
      readonly missing: readonly string[];
      /** Other values that the message reads and this user lacks. */
      readonly unknown: readonly string[];
      /** Size of a text message, which decides its cost. */
      readonly sms?: { readonly segments: number; readonly characters: number; readonly encoding: string };
    };

const SMS = 'sms';

const tasks = {
  /** The node alone: whatever else of the draft is unfinished says nothing of it. */
  preview(given: Previewing): Previewed {
    const items = new Map<string, CatalogLookUp>();
    const previewed = show(given, (lookUp) => items.set(nameOfLookUp(lookUp), lookUp));
    return items.size === 0 ? previewed : { ...previewed, items: [...items.values()] };
  },
};

function show(
  { id, node, settings, library, name, user, profile, entry, now, compiled, lookUps }: Previewing,
  need: (item: CatalogLookUp) => void,
): PreviewedMessage {
  const alone = journeyOfNode(id, node, { name, ...settings });
  if (!alone) return { type: 'unfinished' };
  const journey = fillTemplates(alone, library);
  const context = { entry };
  const missing = new Set<string>();
  const write = createWrite(
    withCompiled(withItems(renderer, lookUps, need), (source) => compiled[source]),
    {
      onMissing(names) {
        for (const each of names) missing.add(each);
      },
    },
  );
  const written = write(compile(journey, 1), NodeId.parse(id), { userId: user, profile, context, now });
  if (!written.ok) return { type: 'failed', reason: written.reason };
  const { template: _template, ...content } = written.content;
  const sent = journey.nodes[NodeId.parse(id)];
  const wording = (sent && 'content' in sent ? sent.content : {}) as JsonObject;
  return {
    type: 'written',
    to: written.to,
    content: content as JsonObject,
    missing: [...missing],
    unknown: unknownIn(wording, { profile, context, userId: user, journey: { id, name } }).filter(
      (each) => !missing.has(each),
    ),
    ...(node.channel === SMS &&
      'text' in content &&
      typeof content.text === 'string' && { sms: measureSms(content.text) }),
  };
}

/** Adds catalog items to a renderer, and reports the items that it lacks. */
const withItems = (of: Renderer, lookUps: LookUps, need: (item: CatalogLookUp) => void): Renderer => ({
  render(wording, scope, now, options) {
    const rendered = of.render(wording, scope, now, { ...options, lookUps });
    for (const each of rendered.needs ?? []) if (each.type === 'catalog') need(each);
    return rendered;
  },
});

export type PreviewTasks = typeof tasks;

answerWith(tasks);

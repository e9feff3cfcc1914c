import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { MessageChannel } from './channel.ts';
import { Block, Content, Variants } from './content.ts';

const LAST_VERSION = 2_147_483_647;

/** A node's reference to a template of the workspace. */
export const TemplateReference = z
  .strictObject({
    id: Slug.describe('ID of the template'),
    version: z
      .int()
      .min(1)
      .max(LAST_VERSION)
      .optional()
      .describe('Version to send. Without it, the latest when the journey is published.'),
  })
  .meta({ id: 'TemplateReference', description: 'A template of the workspace, which holds the content' });
export type TemplateReference = z.infer<typeof TemplateReference>;

const common = { id: Slug.describe('Stable ID, which nodes refer to'), name: text(MOST.name, { min: 1 }) };

const MessageTemplate = z
  .strictObject({
    ...common,
    kind: z.literal('message'),
    channel: MessageChannel,
    content: Content,
    variants: Variants.optional().describe('Content by language: see `variants` of a message node'),
  })
  .meta({ id: 'MessageTemplate', description: 'Content of a message, which nodes of several journeys send' });

const BlockTemplate = z
  .strictObject({ ...common, kind: z.literal('block'), ...Block.shape })
  .meta({ id: 'BlockTemplate', description: 'A content block: messages render it by {% render "id" %}' });

/** A template of the workspace: the content of a message, or a content block. */
export const Template = z.discriminatedUnion('kind', [MessageTemplate, BlockTemplate]);
export type Template = z.infer<typeof Template>;

/** One version of a template, as a document takes it. */
export interface TakenTemplate {
  /** The version that the document asks for. Null: the latest. */
  readonly asked: number | null;
  readonly version: number;
  readonly template: Template;
}

/** The templates that a document takes, with the versions that its own version keeps. */
export type Library = readonly TakenTemplate[];

/** Returns a name for reports: the ID of a template of the workspace, or the name that the node gives. */
export const templateName = (template: string | TemplateReference | undefined): string | undefined =>
  typeof template === 'object' ? template.id : template;

/** Returns the JSON Schema (draft 2020-12) of a template of one kind. */
export const templateJsonSchema = (kind: Template['kind']) =>
  z.toJSONSchema(kind === 'message' ? MessageTemplate : BlockTemplate, {
    target: 'draft-2020-12',
    io: 'input',
    reused: 'inline',
  });

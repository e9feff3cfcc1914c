import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { MessageChannel } from './channel.ts';
import { Block, Content, Variants } from './content.ts';

const LAST_VERSION = 2_147_483_647;

/** A node's reference to a workspace template. */
export const TemplateReference = z
  .strictObject({
    id: Slug.describe('ID of the template'),
    version: z
      .int()
      .min(1)
      .max(LAST_VERSION)
      .optional()
      .describe('Version to send. Default: the latest version at publishing.'),
  })
  .meta({ id: 'TemplateReference', description: 'A workspace template, which has the content' });
export type TemplateReference = z.infer<typeof TemplateReference>;

const common = { id: Slug.describe('Stable ID that nodes refer to'), name: text(MOST.name, { min: 1 }) };

const MessageTemplate = z
  .strictObject({
    ...common,
    kind: z.literal('message'),
    channel: MessageChannel,
    content: Content,
    variants: Variants.optional().describe('Content by language: see `variants` of a message node'),
  })
  .meta({ id: 'MessageTemplate', description: 'Message content that several journeys can send' });

const BlockTemplate = z
  .strictObject({ ...common, kind: z.literal('block'), ...Block.shape })
  .meta({ id: 'BlockTemplate', description: 'A content block: messages render it by {% render "id" %}' });

/** A workspace template: the content of a message, or a content block. */
export const Template = z.discriminatedUnion('kind', [MessageTemplate, BlockTemplate]);
export type Template = z.infer<typeof Template>;

/** The version of a template that a document uses. */
export interface TakenTemplate {
  /** The version that the document requests. Null: the latest. */
  readonly asked: number | null;
  readonly version: number;
  readonly template: Template;
}

/** The templates that a document uses, with the versions that its journey version keeps. */
export type Library = readonly TakenTemplate[];

/** Returns a name for reports: the ID of the workspace template, or the name in the node. */
export const templateName = (template: string | TemplateReference | undefined): string | undefined =>
  typeof template === 'object' ? template.id : template;

/** Returns the JSON Schema (draft 2020-12) for one kind of template. */
export const templateJsonSchema = (kind: Template['kind']) =>
  z.toJSONSchema(kind === 'message' ? MessageTemplate : BlockTemplate, {
    target: 'draft-2020-12',
    io: 'input',
    reused: 'inline',
  });

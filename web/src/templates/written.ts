import { isObject, type JsonObject } from '../../../journey/base/json';
import { MessageChannel } from '../../../journey/delivery/channel';
import { MESSAGE_CHANNELS } from '../../../journey/delivery/channels/index';
import { Template, templateJsonSchema } from '../../../journey/delivery/template';
import { validateTemplate } from '../../../journey/validate/template';
import { slugOf } from '../document/edit';
import { words } from '../words';
import type { OpenTemplate } from './templates-queries';

const { template: say } = words;

/** A template in the form. Any field may be missing. */
export interface Written {
  readonly id: string;
  readonly name: string;
  readonly kind: Template['kind'];
  readonly channel: string;
  /** `content` and `variants`. */
  readonly fields: JsonObject;
}

export function writtenIn(opened: OpenTemplate | undefined): Written {
  if (!opened) return { id: '', name: '', kind: 'message', channel: 'email', fields: { content: {} } };
  const { id, name, kind, content, variants, ...rest } = opened.document;
  const channel = 'channel' in rest ? rest.channel : '';
  return { id, name, kind, channel, fields: { content, ...(variants && { variants }) } as JsonObject };
}

/** Changes the kind and clears the content, since each kind has different fields. */
export const withKind = (written: Written, kind: string): Written =>
  kind === 'block'
    ? { ...written, kind, channel: '', fields: { content: '' } }
    : { ...written, kind: 'message', channel: kind, fields: isObject(written.fields.content) ? written.fields : BLANK };

const BLANK: JsonObject = { content: {} };

/** Kinds in the form: a message for a channel, or a content block. */
export const KINDS: readonly string[] = [...MessageChannel.options, 'block'];

export const idOf = (opened: OpenTemplate | undefined, { id, name }: Written): string =>
  opened ? opened.document.id : id === '' ? slugOf(name) : id;

/** Converts the form to a template, or returns its first error. */
export function templateOf(
  id: string,
  { name, kind, channel, fields }: Written,
): { readonly document: Template } | { readonly wrong: string } {
  if (name.trim() === '') return { wrong: say.noName };
  const given = { ...fields, id, name: name.trim(), kind, ...(kind === 'message' && { channel }) };
  const read = Template.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { wrong: issue?.path[0] === 'id' ? say.badId : `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const [flaw] = validateTemplate(read.data).errors;
  return flaw ? { wrong: `${flaw.path}: ${flaw.message}` } : { document: read.data };
}

/** Returns the schema of the form's fields, and the optional fields that authors nearly always set. */
export function formOf({ kind, channel }: Pick<Written, 'kind' | 'channel'>): {
  /** The schemas that `$ref` refers to. */
  readonly root: JsonObject;
  readonly schema: JsonObject;
  readonly asked: readonly string[];
} {
  const channels: Readonly<Record<string, { readonly asks: readonly string[] }>> = MESSAGE_CHANNELS;
  const root = templateJsonSchema(kind) as JsonObject;
  const { $defs: defs } = root;
  const name = kind === 'message' ? 'MessageTemplate' : 'BlockTemplate';
  return {
    root,
    schema: isObject(defs) && isObject(defs[name]) ? defs[name] : {},
    asked: (channels[channel]?.asks ?? []).map((field) => `content.${field}`),
  };
}

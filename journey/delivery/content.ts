import { z } from 'zod';
import { list, record, text } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { Duration, inMs } from '../time/time.ts';
import type { ContentField } from './channels/define.ts';
import { URGENCIES } from './device.ts';

const MOST_PARAMETERS = 50;
const MAX_TO_LIVE_DAYS = 28;
const TimeToLive = Duration.refine(
  (length) => inMs(length) <= MAX_TO_LIVE_DAYS * 86_400_000,
  broken(`it is longer than ${MAX_TO_LIVE_DAYS} days`, `write at most "${MAX_TO_LIVE_DAYS}d"`),
).meta({ format: 'time-to-live' });

/** A WhatsApp template. See Meta's rules: https://developers.facebook.com/docs/whatsapp/message-templates. */
const WhatsAppTemplate = z
  .strictObject({
    name: text(MOST.subject)
      .regex(/^[a-z0-9_]+$/, 'use lowercase letters, digits and underscores')
      .describe('Name of the template at Meta'),
    language: text(MOST.locale)
      .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'use a language code that Meta knows, such as "en_US" or "de"')
      .describe('Language code of the template at Meta, such as `en_US`'),
    parameters: list(text(MOST.subject), MOST_PARAMETERS)
      .default([])
      .describe('Liquid values of `{{1}}`, `{{2}}` and so on in the template’s body'),
  })
  .meta({
    id: 'WhatsAppTemplate',
    description: 'A template that Meta has approved. Required once the user’s last message is more than 24 hours old.',
  });

/** The content, in Liquid: `{{ profile.firstName }}`, `{{ context.entry.product }}`. */
export const Content = z
  .strictObject({
    subject: text(MOST.subject).optional(),
    preheader: text(MOST.subject).optional().describe('The line that mail programs show after the subject'),
    title: text(MOST.subject).optional(),
    text: text(MOST.content).optional(),
    html: text(MOST.content).optional(),
    mjml: text(MOST.content)
      .optional()
      .describe(
        'MJML, which Sojourn compiles to HTML. Use it instead of `html`. Email only. Put `{% if %}` and `{% for %}` between elements inside `<mj-raw>`.',
      ),
    url: text(MOST.url).optional(),
    from: text(MOST.subject)
      .optional()
      .describe('Sender, such as `Shop <news@shop.example>`. The default is the installation’s.'),
    replyTo: text(MOST.subject).optional().describe('Address that gets replies, such as `help@shop.example`'),
    image: text(MOST.url).optional().describe('URL of a picture. Push and web push only, as all fields below.'),
    badge: text(MOST.label).optional().describe('Number on the app’s icon. Left out if it isn’t a whole number.'),
    sound: text(MOST.label).optional().describe('Name of a sound in the app, or `default`. Push only.'),
    collapseId: text(MOST.label)
      .optional()
      .describe('A later message with the same ID replaces this one on the device'),
    timeToLive: TimeToLive.optional().describe(
      'How long the provider keeps the message for a device that is offline. At most 28 days, which is the default.',
    ),
    urgency: z
      .enum(URGENCIES)
      .optional()
      .describe('Whether a device in power saving is woken: `high` wakes it immediately. `normal` by default.'),
    whatsappTemplate: WhatsAppTemplate.optional(),
  } satisfies Record<ContentField, unknown>)
  .meta({ id: 'Content' });

/** A language, or a language in a region: `de`, `pt-BR`. */
const Locale = text(MOST.locale).regex(
  /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/,
  'write a language, such as "de" or "pt-BR"',
);

export const Variants = record(Locale, Content, { max: MOST.locales });

/** A part of content that several messages share. */
export const Block = z
  .strictObject({
    content: text(MOST.content, { min: 1 }).describe('Liquid'),
    variants: record(Locale, text(MOST.content, { min: 1 }), { max: MOST.locales })
      .optional()
      .describe('By the language of the user: see `variants` of a message'),
  })
  .meta({ id: 'Block' });

export const Blocks = record(Slug, Block, { max: MOST.blocks });

/** Merges the fields of a variant into content. A variant's HTML also replaces MJML, and its MJML replaces HTML. */
export function mergeContent(
  content: z.infer<typeof Content>,
  variant: z.infer<typeof Content> = {},
): z.infer<typeof Content> {
  const { html: _html, mjml: _mjml, ...rest } = content;
  const hasOwn = variant.html !== undefined || variant.mjml !== undefined;
  return { ...(hasOwn ? rest : content), ...variant };
}

/**
 * Returns the variant for a locale, by dropping its last part until one is there: `de-AT`, then `de`. Undefined if none
 * is there.
 */
export function variantFor<Value>(
  variants: Readonly<Record<string, Value>> | undefined,
  locale: string | undefined,
): Value | undefined {
  if (variants === undefined || locale === undefined) return undefined;
  const byName = new Map(Object.entries(variants).map(([name, value]) => [name.toLowerCase(), value]));
  for (let parts = locale.toLowerCase().split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
    const found = byName.get(parts.join('-'));
    if (found !== undefined) return found;
  }
  return undefined;
}

import type { JsonObject } from '../../journey/base/json.ts';
import { isBusinessScopedId } from '../../journey/delivery/business-id.ts';
import { type Answered, answerUnanswered, callProvider, objectIn, textIn } from '../http.ts';
import type { Outbound } from '../outbound.ts';
import type { Adapter, Answer, MessageContent } from '../port.ts';
import { answerOfWhatsApp } from './errors.ts';

export interface WhatsAppPorts {
  readonly outbound: Outbound;
  /** With the version of the Graph API: `https://graph.facebook.com/v23.0`. */
  readonly apiUrl: string;
  readonly phoneNumberId: string;
  readonly accessToken: string;
  readonly perSecond?: number | undefined;
}

/** Maximum length of a WhatsApp text. */
const MOST_CHARACTERS = 4_096;
/** Maximum length of a text that statuses echo. */
const MOST_ECHO = 512;

/**
 * Creates the adapter that sends through WhatsApp's Cloud API: an approved template, or free text, allowed within
 * 24 hours of the user's last message. It has no idempotency keys: an ambiguous message is never sent again, and its
 * status settles it by the echoed key.
 */
export function createWhatsAppAdapter(ports: WhatsAppPorts): Adapter<'whatsapp'> {
  const { outbound, apiUrl, phoneNumberId, accessToken, perSecond } = ports;
  return {
    channel: 'whatsapp',
    provider: 'whatsapp-cloud',
    delivery: 'at-most-once',
    ...(perSecond !== undefined && { perSecond }),

    async deliver({ key, to, content }) {
      const flaw = findFlaw(content);
      if (flaw !== undefined) return { type: 'rejected', reason: flaw };
      const reply = await callProvider(outbound, {
        url: `${apiUrl}/${phoneNumberId}/messages`,
        headers: { authorization: `Bearer ${accessToken}` },
        body: {
          type: 'json',
          value: {
            ...{ messaging_product: 'whatsapp', recipient_type: 'individual' },
            ...(isBusinessScopedId(to) ? { recipient: to } : { to: to.replace(/^\+/, '') }),
            ...bodyOf(content),
            ...(key.length <= MOST_ECHO && { biz_opaque_callback_data: key }),
          },
        },
      });
      return reply.type === 'answered' ? readAnswer(reply) : answerUnanswered(reply);
    },
  };
}

function findFlaw({ text = '', whatsappTemplate }: MessageContent): string | undefined {
  if (whatsappTemplate) {
    const empty = whatsappTemplate.parameters.findIndex((parameter) => parameter.trim() === '');
    return empty < 0 ? undefined : `parameter ${empty + 1} of the template is empty`;
  }
  if (text.trim() === '') return 'the text is empty';
  return text.length > MOST_CHARACTERS
    ? `the text has ${text.length} characters, and WhatsApp’s limit is ${MOST_CHARACTERS}`
    : undefined;
}

function bodyOf({ text = '', whatsappTemplate: template }: MessageContent): JsonObject {
  if (!template) return { type: 'text', text: { preview_url: true, body: text } };
  const parameters = template.parameters.map((parameter) => ({ type: 'text', text: oneLine(parameter) }));
  return {
    type: 'template',
    template: {
      name: template.name,
      language: { code: template.language },
      ...(parameters.length > 0 && { components: [{ type: 'body', parameters }] }),
    },
  };
}

/** A parameter can't have line breaks, tabs or more than four spaces in a row. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function readAnswer(reply: Answered): Answer {
  const { messages } = objectIn(reply.json);
  const providerId = textIn(objectIn(Array.isArray(messages) ? messages[0] : undefined).id);
  return reply.status < 300 && providerId !== undefined ? { type: 'accepted', providerId } : answerOfWhatsApp(reply);
}

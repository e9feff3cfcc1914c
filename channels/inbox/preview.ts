import type { JsonValue } from '../../journey/json.ts';
import { html, type Markup } from './markup.ts';

/** The message as its reader would see it: a mail, a text bubble, a notification. */
export function previewOf({
  channel,
  subject,
  body,
}: {
  channel: string;
  subject: string | null;
  body: JsonValue;
}): Markup {
  const text = textIn(body, 'text');
  if (channel === 'email') return mail(textIn(body, 'html'), text);
  if (channel === 'sms' || channel === 'whatsapp') return html`<div class="bubble">${text ?? ''}</div>`;
  const url = textIn(body, 'url');
  return html`<div class="note"><strong>${textIn(body, 'title') ?? subject ?? ''}</strong>${text ?? ''}${
    url !== undefined && html`<br><code>${url}</code>`
  }</div>`;
}

/** A frame without any permission: no script, no form, no link out, an origin of its own. */
const mail = (markup: string | undefined, text: string | undefined): Markup =>
  markup === undefined
    ? html`<pre>${text ?? ''}</pre>`
    : html`<iframe sandbox="" referrerpolicy="no-referrer" title="The message" srcdoc="${markup}"></iframe>${
        text !== undefined && html`<details><summary>As plain text</summary><pre>${text}</pre></details>`
      }`;

/** A field that is text; bodies are whatever was caught. */
export function textIn(body: JsonValue, field: string): string | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, field)) return undefined;
  const value = Object.getOwnPropertyDescriptor(body, field)?.value as JsonValue;
  return typeof value === 'string' ? value : undefined;
}

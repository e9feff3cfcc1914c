import { compile as createTextMaker } from 'html-to-text';
import type { MessageContent, Parcel } from '../port.ts';
import { type Mailbox, oneLine, parseMailbox, toAsciiDomain } from './mailbox.ts';
import { domainOf, messageIdOf } from './message-id.ts';

/** An email, the same for every provider. */
export interface Email {
  readonly from: Mailbox;
  /** Its domain is in ASCII. */
  readonly to: string;
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** The same for each attempt with the parcel's key. */
  readonly messageId: string;
  /** Further headers, without line breaks. */
  readonly headers: Readonly<Record<string, string>>;
}

export type Composed = { readonly ok: true; readonly email: Email } | { readonly ok: false; readonly reason: string };

/**
 * Makes the email of a parcel. HTML without a text gets one made of it, and the preheader goes into the HTML,
 * invisible. Pure: a repeat of a parcel gives the same email.
 * @param mailFrom Sender if the content names none. The Message-ID has its domain.
 */
export function composeEmail(
  { key, journey, workspace, to, content, unsubscribeUrl }: Parcel<'email'>,
  mailFrom: string,
): Composed {
  const address = parseMailbox(to);
  if (address?.address !== to.trim()) return fault('the address is not a single email address');
  const from = content.from === undefined ? parseMailbox(mailFrom, { isOwn: true }) : parseMailbox(content.from);
  if (!from) return fault(senderFault('from', content.from ?? mailFrom));
  const replyTo = content.replyTo === undefined ? undefined : parseMailbox(content.replyTo);
  if (content.replyTo !== undefined && !replyTo) return fault(senderFault('replyTo', content.replyTo));

  return {
    ok: true,
    email: {
      from: { ...from, address: toAsciiDomain(from.address) },
      to: toAsciiDomain(address.address),
      ...(replyTo && { replyTo: { ...replyTo, address: toAsciiDomain(replyTo.address) } }),
      subject: oneLine(content.subject ?? content.title ?? ''),
      ...bodyOf(content),
      messageId: messageIdOf(key, domainOf(mailFrom)),
      headers: {
        ...unsubscribeHeaders(unsubscribeUrl),
        'Feedback-ID': feedbackId([journey, content.template, workspace], from.address),
      },
    },
  };
}

function bodyOf({ html, text, preheader }: MessageContent): Pick<Email, 'text' | 'html'> {
  if (html === undefined) return { text: text ?? '' };
  return { text: text ?? textOf(html), html: withPreheader(html, preheader) };
}

const fault = (reason: string): Composed => ({ ok: false, reason });

const senderFault = (field: 'from' | 'replyTo', given: string): string =>
  `content.${field} is “${oneLine(given).slice(0, 100)}”: give one address, such as Shop <news@shop.example>`;

/** One-click unsubscription (RFC 8058). Receivers only call https URLs. */
function unsubscribeHeaders(url: string | undefined): Readonly<Record<string, string>> {
  if (url === undefined || !URL.canParse(url) || new URL(url).protocol !== 'https:') return {};
  return {
    'List-Unsubscribe': `<${new URL(url).href.replace(/[<>,]/g, encodeURIComponent)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/**
 * Fields by which Gmail groups complaints: journey, template, workspace, and the sender last, which must be 5 to 15
 * characters.
 */
const feedbackId = (names: readonly string[], sender: string): string =>
  [
    ...names.map((name) => feedbackField(name).slice(0, 60)),
    `${feedbackField(domainOf(sender)).slice(-15)}`.padEnd(5, '_'),
  ].join(':');

const feedbackField = (name: string): string => name.replace(/[^\w.-]+/g, '_');

/** Space after the preheader, so that the mail program doesn't fill its line with the beginning of the text. */
const FILLING = '&#847;&zwnj;&nbsp;'.repeat(100);

/** Puts the preheader at the beginning of the body, where only the list of messages shows it. */
function withPreheader(html: string, preheader: string | undefined): string {
  if (preheader === undefined || preheader.trim() === '') return html;
  const hidden = `<div style="display:none;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all">${escapeHtml(preheader)}${FILLING}</div>`;
  const body = /<body\b/i.exec(html);
  const at = body ? endOfTag(html, body.index) : 0;
  return `${html.slice(0, at)}${hidden}${html.slice(at)}`;
}

/** Returns the index after a tag that begins here, whose quotes may contain `>`; 0 if it never ends. */
function endOfTag(html: string, from: number): number {
  for (let at = from; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (character === '>') return at + 1;
    if (character !== '"' && character !== "'") continue;
    at = html.indexOf(character, at + 1);
    if (at < 0) return 0;
  }
  return 0;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (each) => ENTITIES[each] ?? each);

const makeText = createTextMaker({
  wordwrap: false,
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
  limits: { maxInputLength: 1_000_000, maxDepth: 100, maxChildNodes: 10_000 },
});

/** Makes the text part of an email that has none (M10). */
const textOf = (html: string): string => makeText(html).trim();

import { CHANNELS, type Channel } from '../journey/channel.ts';
import type { JsonValue } from '../journey/json.ts';
import { html, type Markup } from './inbox/markup.ts';
import { previewOf, textIn } from './inbox/preview.ts';
import { STYLE } from './inbox/style.ts';

/** One row of the inbox table, as store/inbox.ts reads it. */
export interface CaughtMessage {
  readonly key: string;
  readonly channel: Channel;
  readonly caughtBy: 'smtp' | 'sandbox';
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: JsonValue;
  readonly caughtAt: string;
  readonly copies: number;
}

interface Page {
  /** Of the style: `inboxPolicy(nonce)`. */
  readonly nonce: string;
  /** Where the API serves it. */
  readonly path?: string;
}

export interface InboxList extends Page {
  readonly messages: readonly CaughtMessage[];
  /** Cursor of the next, older page. */
  readonly next?: string;
  /** What was asked for, so that the page can say so. */
  readonly filter?: { readonly channel?: Channel; readonly recipient?: string; readonly before?: string };
}

/** The Content-Security-Policy of the list: no script at all. */
export const inboxPolicy = (nonce: string): string => policy(`'nonce-${nonce}'`);

/**
 * The policy of a message's page. The frame with the message inherits it, and mail brings its own styles: in a page without script,
 * whose every value is escaped, they can do nothing but look.
 */
export const messagePolicy = (): string => policy("'unsafe-inline'");

const policy = (styles: string): string =>
  [
    "default-src 'none'",
    `style-src ${styles}`,
    "img-src 'self' data: https:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What was caught, newest first. The first page looks again every ten seconds. */
export function inboxPage({ messages, next, filter = {}, nonce, path = '/inbox' }: InboxList): string {
  const { channel, recipient, before } = filter;
  const isFiltered = channel !== undefined || recipient !== undefined;
  const to = (change: Record<string, string | undefined>) => address(path, { channel, recipient, ...change });
  const chip = (name: string, chosen: Channel | undefined) =>
    html`<a class="chip" href="${to({ channel: chosen })}"${channel === chosen && html` aria-current="true"`}>${name}</a>`;

  return page(
    { nonce, title: 'Inbox', refresh: before === undefined },
    html`
<header><h1>Inbox</h1><span class="soft">Messages that were caught here and sent to nobody</span></header>
<nav class="bar" aria-label="Filter">${chip('all', undefined)}${CHANNELS.filter((each) => each !== 'webhook').map((each) => chip(each, each))}
<form action="${path}">${channel !== undefined && html`<input type="hidden" name="channel" value="${channel}">`}
<input type="search" name="recipient" aria-label="Recipient" placeholder="Recipient" value="${recipient ?? ''}"><button>Find</button></form></nav>
${messages.length > 0 ? html`<ul class="list">${messages.map((each) => row(each, path))}</ul>` : empty(isFiltered, path)}
${next !== undefined && html`<p class="pages"><a href="${to({ before: next })}">Older</a></p>`}`,
  );
}

/** One message, as its reader would see it, and the raw fields. */
export function messagePage({ message, nonce, path = '/inbox' }: Page & { readonly message: CaughtMessage }): string {
  const { key, channel, recipient, subject, body, caughtAt } = message;
  const from = textIn(body, 'from');
  return page(
    { nonce, title: subject ?? key, refresh: false },
    html`
<header><h1><a href="${path}">← Inbox</a></h1></header>
<section class="card"><h2>${subject ?? html`<span class="soft">no subject</span>`}</h2>
<dl><dt>Channel</dt><dd><span class="channel">${channel}</span> ${badges(message)}</dd>
${from !== undefined && html`<dt>From</dt><dd>${from}</dd>`}
<dt>To</dt><dd>${recipient || '–'}</dd>
<dt>Caught</dt><dd>${timeOf(caughtAt)}</dd>
<dt>Key</dt><dd><code>${key}</code></dd></dl></section>
<section class="card">${previewOf(message)}<details><summary>All fields</summary><pre>${JSON.stringify(body, null, 2)}</pre></details></section>`,
  );
}

const row = (message: CaughtMessage, path: string): Markup => html`
<li><a href="${path}/${encodeURIComponent(message.key)}"><span class="channel">${message.channel}</span>
<span class="cut">${message.recipient || '–'}</span>
<span class="cut"><strong>${message.subject ?? ''}</strong> <span class="soft">${snippetOf(message)}</span></span>
<span>${badges(message)} ${timeOf(message.caughtAt)}</span></a></li>`;

const badges = ({ caughtBy, copies }: CaughtMessage): Markup =>
  html`${caughtBy === 'sandbox' && html`<span class="badge" title="No provider is set for this channel">sandbox</span>`}${
    copies > 1 && html` <span class="badge" title="It came again under the same key">${copies} copies</span>`
  }`;

const snippetOf = ({ body }: CaughtMessage): string => (textIn(body, 'text') ?? '').replace(/\s+/g, ' ').slice(0, 140);

const timeOf = (at: string): Markup => html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;

const empty = (isFiltered: boolean, path: string): Markup =>
  isFiltered
    ? html`<section class="card empty"><h2>Nothing like that</h2><p>No caught message fits this filter. <a href="${path}">Show all</a></p></section>`
    : html`<section class="card empty"><h2>Nothing has been caught yet</h2>
<p>E-mail lands here while <code>SMTP_URL</code> is not set, through the built-in mail catcher; sms, push and the others while they have no provider. Nobody else receives any of it.</p>
<p>To see one: publish a journey, send the event that it begins with to <code>POST /v1/track</code>, and give the person an address, such as the trait <code>email</code>. This page looks again every ten seconds.</p>
<p class="soft">Still empty? The person may be waiting at a node, or have said no: their timeline tells which.</p></section>`;

function address(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

interface Frame {
  readonly nonce: string;
  readonly title: string;
  readonly refresh: boolean;
}

const page = ({ nonce, title, refresh }: Frame, content: Markup): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${refresh && html`<meta http-equiv="refresh" content="10">`}<title>${title} · Sojourn</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${content}</main></body></html>`.html;

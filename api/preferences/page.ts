import { createHash } from 'node:crypto';
import type { PageTexts } from './texts.ts';

/** Content of the preference page. */
export interface PageContent {
  readonly language: string;
  readonly texts: PageTexts;
  /** The channel in words. */
  readonly channel: string;
  readonly state: 'subscribed' | 'unsubscribed' | 'paused';
  /** The end of a pause, in words. */
  readonly until?: string | undefined;
  /** The name of the message's topic, if the user still gets it. */
  readonly topic?: string | undefined;
  readonly topics: readonly { readonly id: string; readonly name: string; readonly isOn: boolean }[];
  readonly isSaved: boolean;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 8vh auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
form { margin: 1rem 0; }
label { display: block; padding: .4rem 0; }
button { font: inherit; padding: .6rem 1rem; min-height: 44px; cursor: pointer; }
`;

/** Headers of the page: no scripts, no embedding, and nothing kept. The token stays out of referrers. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';'),
};

/** Draws the preference page. It works without scripts: each button posts a form to the page's own URL. */
export function drawPage({ language, texts, channel, state, until = '', topic, topics, isSaved }: PageContent): string {
  const fill = (text: string, what = channel) => encode(text.replace('{what}', () => what).replace('{date}', until));
  const isOn = state === 'subscribed';
  return drawDocument(language, texts.title, [
    isSaved ? `<p role="status"><strong>${encode(texts.saved)}</strong></p>` : '',
    `<p>${fill(texts[state])}</p>`,
    ...(isOn && topic !== undefined ? [button('unsubscribe-topic', fill(texts.unsubscribe, topic))] : []),
    isOn ? button('unsubscribe', fill(texts.unsubscribe)) : '',
    isOn ? button('pause', fill(texts.pause)) : '',
    state === 'paused' ? button('resume', fill(texts.resume)) : '',
    state === 'unsubscribed' ? button('subscribe', fill(texts.subscribe)) : '',
    topics.length > 0 && state !== 'unsubscribed' ? drawTopics(texts, topics) : '',
  ]);
}

export const drawInvalid = (language: string, texts: PageTexts): string =>
  drawDocument(language, texts.title, [`<p>${encode(texts.invalid)}</p>`]);

const drawTopics = ({ topics: title, save }: PageTexts, topics: PageContent['topics']): string => {
  const boxes = topics.map(
    ({ id, name, isOn }) =>
      `<label><input type="checkbox" name="topic" value="${encode(id)}"${isOn ? ' checked' : ''}> ${encode(name)}</label>`,
  );
  const shown = topics.map(({ id }) => `<input type="hidden" name="shown" value="${encode(id)}">`);
  return `<form method="post"><h2>${encode(title)}</h2>${boxes.join('')}${shown.join('')}${submit('save', encode(save))}</form>`;
};

const button = (action: string, label: string): string => `<form method="post">${submit(action, label)}</form>`;
const submit = (action: string, label: string): string =>
  `<button type="submit" name="action" value="${action}">${label}</button>`;

const drawDocument = (language: string, title: string, parts: readonly string[]): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${encode(title)}</title>` +
  `<style>${STYLE}</style></head><body><main><h1>${encode(title)}</h1>${parts.join('')}</main></body></html>`;

const encode = (text: string): string => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

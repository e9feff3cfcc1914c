import type { WorkspaceId } from '../../journey/base/ids.ts';
import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import type { Tracking } from '../../journey/delivery/tracking.ts';
import type { MessageContent } from '../port.ts';
import { changeLinks } from './links.ts';
import { createLinkTokens, type LinkTokens } from './token.ts';

export interface TrackingPorts {
  readonly tokens: LinkTokens;
  /** Makes the IDs of short links. */
  readonly secret: string;
  /** URL at which mail programs reach Sojourn: TRACKING_URL, or else PUBLIC_URL. */
  readonly url: string;
  /** URLs of Sojourn itself. Links that begin with one, such as for unsubscribing, aren't tracked. */
  readonly own: readonly string[];
}

/** Returns what tracking needs from the settings of the API; undefined if it is off. */
export function trackingOf({
  trackingUrl,
  publicUrl,
  linkSecrets: [newest, ...older],
}: {
  readonly trackingUrl?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly linkSecrets: readonly string[];
}): TrackingPorts | undefined {
  if (publicUrl === undefined || newest === undefined) return undefined;
  return {
    tokens: createLinkTokens([newest, ...older]),
    secret: newest,
    url: trackingUrl ?? publicUrl,
    own: [publicUrl],
  };
}

/** The message whose links are tracked. */
export interface TrackedMessage {
  readonly workspace: WorkspaceId;
  readonly key: string;
  readonly isTransactional: boolean;
}

/** Links longer than this stay as they are: some mail programs and proxies cut long ones. */
const LONGEST = 2_000;

/**
 * Creates a function that tracks an email's HTML: links lead by Sojourn, and an invisible image shows that it was
 * opened. It changes nothing but the targets of links. Text parts aren't tracked. Pure: a repeat gives the same HTML.
 */
export function createTrack({ tokens, url, own }: Pick<TrackingPorts, 'tokens' | 'url' | 'own'>) {
  const base = trimSlashes(url);
  const isOwn = findOwn([base, ...own]);
  return (content: MessageContent, message: TrackedMessage, tracking: Tracking): MessageContent => {
    const { opens, clicks, transactional } = tracking;
    const { workspace, key, isTransactional } = message;
    if (content.html === undefined || (isTransactional && !transactional) || !(opens || clicks)) return content;
    const replace = (href: string) =>
      clicks && isTrackable(href) && !isOwn(href)
        ? `${base}/t/c/${tokens.sign({ type: 'click', workspace, key, url: href })}`
        : undefined;
    const append = opens ? pixel(`${base}/t/o/${tokens.sign({ type: 'open', workspace, key })}`) : '';
    return { ...content, html: changeLinks(content.html, { replace, append }) };
  };
}

/** Returns a function that tells whether a link leads to one of these URLs, or below. */
export function findOwn(urls: readonly string[]): (href: string) => boolean {
  const own = urls.map((each) => trimSlashes(each));
  return (href) => own.some((each) => href === each || /^[/?#]/.test(rest(href, each)));
}

const rest = (href: string, own: string): string => (href.startsWith(own) ? href.slice(own.length) : '');

/** Only web addresses are tracked that a browser would open, without user and password. */
export function isTrackable(href: string): boolean {
  if (href.length > LONGEST || !/^https?:\/\//i.test(href) || !URL.canParse(href)) return false;
  const { protocol, username, password } = new URL(href);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

const pixel = (url: string): string =>
  `<img src="${url}" alt="" width="1" height="1" border="0" style="height:1px!important;width:1px!important;border-width:0!important;margin:0!important;padding:0!important">`;

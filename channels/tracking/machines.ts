import type { IncomingHttpHeaders } from 'node:http';

/** A request for a tracking link. */
export interface TrackingRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Names by which scanners of mail, link previews, crawlers and scripts call themselves. Programs that people also use
 * to read mail aren't among them.
 */
const SCANNERS =
  /(?<!cu)bot\b|crawl|spider|scanner|preview|barracuda|proofpoint|mimecast|messagelabs|symantec|ironport|trend ?micro|sophos|fireeye|forcepoint|mailguard|safelinks|urlscan|virustotal|facebookexternalhit|slack-imgproxy|headlesschrome|phantomjs|^(curl|wget|python|go-http-client|java|ruby|perl|libwww|axios|node|undici|apache-httpclient|httpclient)\b/i;

/** Mail services whose servers load images on behalf of the user, also of mail that nobody opened. */
const IMAGE_PROXIES = /googleimageproxy|ggpht\.com|yahoomailproxy/i;

/** Apple's Mail Privacy Protection loads all images when mail arrives. It sends this and no more. */
const APPLE_PREFETCH = 'Mozilla/5.0';

/**
 * Returns whether a machine requests the link instead of the user, as far as the request shows. Nobody can tell for
 * certain, so what is in doubt counts as a machine.
 */
export function isMachine(type: 'open' | 'click', { method, headers }: TrackingRequest): boolean {
  const agent = headers['user-agent']?.trim() ?? '';
  if (method !== 'GET' || agent === '' || isPrefetch(headers) || SCANNERS.test(agent)) return true;
  return type === 'open' && (agent === APPLE_PREFETCH || IMAGE_PROXIES.test(agent));
}

const isPrefetch = (headers: IncomingHttpHeaders): boolean =>
  ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|preview/i.test(String(headers[name] ?? '')),
  );

import type { IncomingHttpHeaders } from 'node:http';

/** The token of a session, which no script can read and no other site sends (SameSite). */

const NAME = 'sojourn_session';
const DAYS = 30;

/** Undefined if there is none. */
export const tokenIn = ({ cookie = '' }: IncomingHttpHeaders): string | undefined =>
  cookie
    .split(';')
    .map((each) => each.trim().split('='))
    .find(([name]) => name === NAME)?.[1];

export const cookieOf = (token: string, headers: IncomingHttpHeaders): string => written(token, DAYS * 86_400, headers);

export const noCookie = (headers: IncomingHttpHeaders): string => written('', 0, headers);

/** Behind a proxy that ends TLS it goes over TLS alone; on one's own machine there is none. */
const written = (value: string, seconds: number, headers: IncomingHttpHeaders): string =>
  [
    `${NAME}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(headers['x-forwarded-proto'] === 'https' ? ['Secure'] : []),
  ].join('; ');

/** What a page of another site cannot send: a header of its own, or ours as the origin. */
export function isOwnCall({ host, origin, 'x-sojourn': own }: IncomingHttpHeaders): boolean {
  return own === '1' && (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host));
}

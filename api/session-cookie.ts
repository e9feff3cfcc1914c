import type { IncomingHttpHeaders } from 'node:http';

/** The session cookie: unreadable for scripts (HttpOnly) and not sent by other sites (SameSite). */

const NAME = 'sojourn_session';
const DAYS = 30;

/** Returns the session token of a request; undefined if it has none. */
export const readSessionToken = ({ cookie = '' }: IncomingHttpHeaders): string | undefined =>
  cookie
    .split(';')
    .map((each) => each.trim().split('='))
    .find(([name]) => name === NAME)?.[1];

/** Returns a Set-Cookie header for a session. `isSecure` limits it to TLS; false for local development. */
export const sessionCookie = (token: string, isSecure: boolean): string => writeCookie(token, DAYS * 86_400, isSecure);

export const expiredCookie = (isSecure: boolean): string => writeCookie('', 0, isSecure);

const writeCookie = (value: string, seconds: number, isSecure: boolean): string =>
  [
    `${NAME}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');

/** Returns whether the web app made the call. Another site can send neither the header nor this origin. */
export const isOwnCall = (headers: IncomingHttpHeaders): boolean => headers['x-sojourn'] === '1' && isSameSite(headers);

/**
 * Returns whether the call is not from another site's page. Programs send no Origin; browsers always send one with a
 * call that changes something, and pages can't forge it.
 */
export const isSameSite = ({ host, origin }: IncomingHttpHeaders): boolean =>
  origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);

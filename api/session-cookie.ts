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

/** `isSecure`: over TLS alone. On one's own machine there is none. */
export const cookieOf = (token: string, isSecure: boolean): string => written(token, DAYS * 86_400, isSecure);

export const noCookie = (isSecure: boolean): string => written('', 0, isSecure);

const written = (value: string, seconds: number, isSecure: boolean): string =>
  [
    `${NAME}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');

/** What a page of another site cannot send: a header of its own, or ours as the origin. */
export const isOwnCall = (headers: IncomingHttpHeaders): boolean =>
  headers['x-sojourn'] === '1' && isOfNoOtherSite(headers);

/** Programs give no origin. A browser always does, whatever a page of another site wants, where something is changed. */
export const isOfNoOtherSite = ({ host, origin }: IncomingHttpHeaders): boolean =>
  origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);

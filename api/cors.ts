import type { RequestHandler } from 'express';

/**
 * Allows browsers on any site to call a route. That is safe only for routes that ignore cookies. Preflights are
 * answered without a key, since browsers send none with them. They may ask for any header: vendors' clients add new
 * ones with each release, and a header opens nothing without a key.
 */
export const allowEveryOrigin: RequestHandler = (request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  if (request.method !== 'OPTIONS') {
    next();
    return;
  }
  const asked = request.headers['access-control-request-headers'] ?? '';
  response
    .set({
      'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE',
      'Access-Control-Allow-Headers': HEADER_NAMES.test(asked) ? asked : USUAL_HEADERS,
      Vary: 'Access-Control-Request-Headers',
      'Access-Control-Max-Age': '86400',
    })
    .status(204)
    .end();
};

const HEADER_NAMES = /^[\w-]{1,60}(, ?[\w-]{1,60}){0,29}$/;
const USUAL_HEADERS = 'authorization, content-type, x-retry-count, x-request-id';

import type { RequestHandler } from 'express';

/**
 * Allows browsers on any site to call a route. That is safe only for routes that ignore cookies. Preflights are
 * answered without a key, since browsers send none with them.
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
  response
    .set({
      'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE',
      'Access-Control-Allow-Headers': 'authorization, content-type, x-retry-count, x-request-id',
      'Access-Control-Max-Age': '86400',
    })
    .status(204)
    .end();
};

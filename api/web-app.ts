import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import express, { type RequestHandler, type Response } from 'express';

/**
 * The pages of the web app, as `npm run build` of web/ leaves them: one document for every address of theirs, and files whose names change with what is
 * in them. Nothing here needs a key: what the pages show, they ask of the API.
 */
export function webApp(directory: string): RequestHandler {
  const pages = express.Router({ caseSensitive: true, strict: true });
  const page = pageIn(directory);
  pages.use(
    '/assets',
    express.static(path.join(directory, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }),
  );
  pages.get('/preview', (_request, response) => {
    response.set(PREVIEW_HEADERS).type('text/html').send(PREVIEW);
  });
  pages.get(PAGES, (_request, response) => send(response, page()));
  return pages;
}

/** An empty page, which other pages frame and fill with a message: it may have its own styles, and pictures; no script runs in it, whatever it says. */
const PREVIEW = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><body></body></html>';
const PREVIEW_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Frame-Options': 'SAMEORIGIN',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
};

/** Every address that is a page, and whatever lies below it. */
const PAGES = ['/journeys', '/users', '/segments', '/settings', '/inbox']
  .map((place) => `${place}{/*rest}`)
  .concat('/sign-in');

/** Read anew when it has been built anew. */
function pageIn(directory: string): () => string | undefined {
  const file = path.join(directory, 'index.html');
  let read: { readonly at: number; readonly text: string } | undefined;
  return () => {
    if (!existsSync(file)) return undefined;
    const { mtimeMs: at } = statSync(file);
    if (read?.at !== at) read = { at, text: readFileSync(file, 'utf8') };
    return read.text;
  };
}

/** Styles that are made in the browser carry this page's own nonce; scripts come from our files alone. */
function send(response: Response, page: string | undefined): void {
  const nonce = randomBytes(16).toString('base64');
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "frame-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join(';'),
  });
  if (page === undefined) response.status(503).type('text/html').send(NOT_BUILT);
  else response.type('text/html').send(page.replaceAll('__NONCE__', nonce));
}

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sojourn</title>
<p>The web app has not been built. <code>npm run build</code> builds it; the API works without it.</p></html>`;

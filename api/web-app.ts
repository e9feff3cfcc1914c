import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import express, { type RequestHandler, type Response } from 'express';

/**
 * Serves the web app as `npm run build` in web/ leaves it: one document for every page, and assets with hashed names.
 * None of it needs a key: pages get their data from the API.
 */
export function serveWebApp(directory: string): RequestHandler {
  const pages = express.Router({ caseSensitive: true, strict: true });
  const page = pageIn(directory);
  pages.use(
    '/assets',
    express.static(path.join(directory, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }),
  );
  for (const snippet of ['sojourn.js', 'sojourn-worker.js'])
    pages.get(`/${snippet}`, (_request, response, next) => {
      response.sendFile(path.join(directory, snippet), { cacheControl: false, headers: SNIPPET_HEADERS }, (error) => {
        if (error) next(); // not built
      });
    });
  pages.get('/preview', (_request, response) => {
    response.set(PREVIEW_HEADERS).type('text/html').send(PREVIEW);
  });
  pages.get(PAGES, (_request, response) => sendPage(response, page()));
  return pages;
}

/** The scripts for companies' own pages: any site may import them. */
const SNIPPET_HEADERS = {
  'Cache-Control': 'public, max-age=3600',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** An empty page that the app frames and fills with a message. It allows styles and images but never scripts. */
const PREVIEW = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><body></body></html>';
const PREVIEW_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Frame-Options': 'SAMEORIGIN',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
};

/** Paths of the app's pages, with everything below them. */
const PAGES = ['/journeys', '/users', '/segments', '/templates', '/settings', '/inbox']
  .map((place) => `${place}{/*rest}`)
  .concat('/sign-in');

/** Returns a reader of index.html that rereads the file after each build. */
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

/** Sends a page. Styles created in the browser need the page's nonce; scripts come only from the app's files. */
function sendPage(response: Response, page: string | undefined): void {
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

import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { journeyJsonSchema } from '../../journey/document/document.ts';
import { openApi } from '../openapi.ts';
import { answer, pageRoute, type Route, route } from '../route.ts';

/** Swagger UI from node_modules, so that the page works without internet access. */
const swagger = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};

const HTML = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sojourn API</title><link rel="icon" href="/docs/favicon-32x32.png"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/init.js"></script></body></html>`;

/** Uses an absolute URL: a page opened as http://KEY@host/docs may not fetch relative ones. */
const INIT = `window.ui = SwaggerUIBundle({
  url: location.origin + '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: false,
});
`;

const JsonDocument = z.record(z.string(), z.unknown());

/** Routes that document all other routes and themselves. */
export function docsRoutes(others: readonly Route[]): readonly Route[] {
  const common = { method: 'get', tag: 'Operations', access: 'read' } as const;
  const page = { ...common, kind: 'page' } as const;
  let document: Record<string, unknown> | undefined;
  const own: readonly Route[] = [
    route(
      {
        ...common,
        path: '/v1/schema/journey.json',
        name: 'journeySchema',
        summary: 'Get the JSON Schema of journey documents',
        answer: JsonDocument,
      },
      () => answer(journeyJsonSchema() as Record<string, unknown>),
    ),
    route(
      {
        ...common,
        kind: 'page',
        path: '/openapi.json',
        name: 'openapi',
        summary: 'Get this OpenAPI document',
        answer: JsonDocument,
      },
      () => {
        document ??= { ...openApi([...others, ...own]) };
        return answer(document);
      },
    ),
    pageRoute(
      { ...page, path: '/docs', name: 'docsPage', summary: 'API documentation page', answer: 'text/html' },
      () => answer({ text: HTML }),
    ),
    pageRoute(
      {
        ...page,
        path: '/docs/init.js',
        name: 'docsInit',
        summary: 'Script of the documentation page',
        answer: 'text/javascript',
      },
      () => answer({ text: INIT }),
    ),
    ...Object.entries(FILES).map(([name, media]) =>
      pageRoute(
        {
          ...page,
          path: `/docs/${name}`,
          name: `docs_${name.replaceAll(/[^a-z]/g, '_')}`,
          summary: 'Script of the documentation page',
          answer: media,
        },
        () => answer({ file: path.join(swagger, name) }, { headers: { 'Cache-Control': 'private, max-age=3600' } }),
      ),
    ),
    route(
      {
        ...common,
        kind: 'page',
        path: '/',
        name: 'root',
        summary: 'List the main URLs. Browsers are redirected to the web app.',
        answer: z.object({ name: z.literal('Sojourn'), docs: z.string(), openapi: z.string(), inbox: z.string() }),
        statuses: { 200: 'For programs', 302: 'For browsers, to /journeys' },
      },
      ({ headers }) => {
        const where = { name: 'Sojourn' as const, docs: '/docs', openapi: '/openapi.json', inbox: '/inbox' };
        return headers.accept?.includes('text/html')
          ? answer(where, { status: 302, headers: { Location: '/journeys' } })
          : answer(where);
      },
    ),
  ];
  return own;
}

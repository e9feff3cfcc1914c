import { type Dialect, textIn } from '../../events/dialect.ts';

/**
 * PostHog's clients put the key into the body: of the request, or of each event. The browser's sends gzip without a
 * header, or Base64 in a form.
 */
export const POSTHOG: Dialect = {
  findKey: ({ params, query }) => textIn(params, 'token') ?? textIn(query, 'api_key') ?? textIn(query, 'token'),
  findKeyInBody: (body) => findToken(Array.isArray(body) ? body[0] : body),
  isKeyAlwaysInBody: true,
  lists: ['batch'],
  ids: ['distinct_id', 'uuid'],
  unwrap: unwrapForm,
};

function findToken(body: unknown): string | undefined {
  const own = textIn(body, 'api_key') ?? textIn(body, 'token');
  if (own !== undefined || typeof body !== 'object' || body === null) return own;
  return 'properties' in body ? textIn(body.properties, 'token') : undefined;
}

/** Returns the JSON in a form's field `data`, plain or in Base64. Any other body stays as it is. */
function unwrapForm(body: Buffer): Buffer {
  if (!body.subarray(0, FIELD.length).equals(FIELD)) return body;
  const data = new URLSearchParams(body.toString('latin1')).get('data') ?? '';
  return /^\s*[{[]/.test(data) ? Buffer.from(data, 'utf8') : Buffer.from(data.replaceAll(' ', '+'), 'base64');
}
const FIELD = Buffer.from('data=');

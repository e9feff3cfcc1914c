export interface Addresses {
  readonly origin: string;
  readonly uiUrl?: string;
  /** Absent if the database already has keys and none is stored here. */
  readonly key?: string;
  readonly dataDir: string;
  /** One-time sign-in URL. */
  readonly signIn?: string | undefined;
}

/** Returns the welcome text with the first steps. The key is the user name in URLs, so that browsers send it. */
export function welcome({ origin, uiUrl, key, dataDir, signIn }: Addresses): string {
  const page = (name: string) => `${key ? origin.replace('://', `://${key}@`) : origin}${name}`;
  const event = `{"type":"track","userId":"ada","event":"Added to Cart","properties":{"cartId":"c1"}}`;
  return [
    '',
    'Sojourn is ready.',
    '',
    `  Journeys     ${signIn ?? `${origin}/journeys`}`,
    ...(signIn ? ['               (works once, within ten minutes; later open /journeys and use the key)'] : []),
    `  API          ${origin}`,
    `  API docs     ${page('/docs')}`,
    `  Inbox        ${origin}/inbox`,
    ...(uiUrl ? [`  Temporal UI  ${uiUrl}`] : []),
    '',
    '  Send an event, then list the journeys:',
    `    curl -u ${key ?? 'YOUR_KEY'}: ${origin}/v1/track -d '${event}'`,
    `    curl -u ${key ?? 'YOUR_KEY'}: ${origin}/v1/journeys`,
    '',
    `  Press Ctrl-C to stop everything. Data stays in ${dataDir}.`,
    '',
  ].join('\n');
}

export interface Addresses {
  readonly origin: string;
  readonly uiUrl?: string;
  /** Absent where the database had keys already and none of them is known here. */
  readonly key?: string;
  readonly dataDir: string;
  /** Where one is signed in by opening it, once. */
  readonly signIn?: string | undefined;
}

/** What somebody who has never seen this needs next. The key goes as the user of the address: browsers send it on. */
export function welcome({ origin, uiUrl, key, dataDir, signIn }: Addresses): string {
  const page = (name: string) => `${key ? origin.replace('://', `://${key}@`) : origin}${name}`;
  const event = `{"type":"track","userId":"ada","event":"Added to Cart","properties":{"cartId":"c1"}}`;
  return [
    '',
    'Sojourn is ready.',
    '',
    `  Journeys     ${signIn ?? `${origin}/journeys`}`,
    ...(signIn ? ['               (signs you in, once, for ten minutes; later: /journeys, by the key)'] : []),
    `  API          ${origin}`,
    `  API docs     ${page('/docs')}`,
    `  Inbox        ${origin}/inbox`,
    ...(uiUrl ? [`  Temporal UI  ${uiUrl}`] : []),
    '',
    '  Send an event, and see who is where:',
    `    curl -u ${key ?? 'YOUR_KEY'}: ${origin}/v1/track -d '${event}'`,
    `    curl -u ${key ?? 'YOUR_KEY'}: ${origin}/v1/journeys`,
    '',
    `  Ctrl-C stops all of it; what happened stays in ${dataDir}.`,
    '',
  ].join('\n');
}

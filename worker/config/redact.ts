import type { Settings } from './settings.ts';

/** Returns the settings without secrets, fit for a terminal or a bug report. */
export const redact = (settings: Settings) => ({
  ...settings,
  databaseUrl: hidePassword(settings.databaseUrl),
  migrateDatabaseUrl: hidePassword(settings.migrateDatabaseUrl),
  providers: settings.providers.map(({ provider: { channel, name, secrets }, given }) => ({
    ...{ channel, name },
    settings: Object.fromEntries(
      Object.entries(given).map(([variable, value]) => [variable, secrets.includes(variable) ? mask(value) : value]),
    ),
  })),
  webhookSecrets: settings.webhookSecrets.map(mask),
  temporal: settings.temporal && {
    address: settings.temporal.connection.address,
    namespace: settings.temporal.namespace,
    tls: settings.temporal.connection.tls ? 'on' : 'off',
    apiKey: mask(settings.temporal.connection.apiKey),
  },
});

const mask = (secret: unknown): string | undefined => (secret === undefined ? undefined : '***');

/** Masks a URL's password, also in its query parameters. */
export function hidePassword(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  if (shown.searchParams.has('password')) shown.searchParams.set('password', '***');
  return shown.href;
}

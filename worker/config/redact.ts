import type { Settings } from './settings.ts';

/** The same, fit for a terminal and a bug report: whether a secret is set, never what it is. */
export const redacted = (settings: Settings) => ({
  ...settings,
  databaseUrl: withoutPassword(settings.databaseUrl),
  migrateDatabaseUrl: withoutPassword(settings.migrateDatabaseUrl),
  mail: { ...settings.mail, smtpUrl: withoutPassword(settings.mail.smtpUrl) },
  webhookSecrets: settings.webhookSecrets.map(hidden),
  temporal: settings.temporal && {
    address: settings.temporal.connection.address,
    namespace: settings.temporal.namespace,
    tls: settings.temporal.connection.tls ? 'on' : 'off',
    apiKey: hidden(settings.temporal.connection.apiKey),
  },
});

const hidden = (secret: unknown): string | undefined => (secret === undefined ? undefined : '***');

/** Parameters too: a password may be given there. */
export function withoutPassword(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  if (shown.searchParams.has('password')) shown.searchParams.set('password', '***');
  return shown.href;
}

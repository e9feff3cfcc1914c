import { callbackUrls } from '../channels/callbacks.ts';
import type { Pool } from '../channels/processes/pool.ts';
import { createRenderAside } from '../channels/processes/render-aside.ts';
import { createTrialAdapters } from '../channels/trial/adapters.ts';
import { createWriteAside } from '../channels/write.ts';
import type { Database } from '../store/base/sql.ts';
import { createFeed } from '../store/messages/feed.ts';
import { createInbox } from '../store/messages/inbox.ts';
import { limitAdapter } from './adapter-limits.ts';
import type { TestMessageOptions } from './api-system.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { createSmsCharge } from './sms-charge.ts';

/**
 * Creates the sender of the API's test messages. Opens connections to providers with the first message. SMS count
 * toward the daily budget.
 */
export function createTestMessages(
  config: Config,
  database: Database,
  log: Log,
  pool: Pick<Pool, 'run'>,
): TestMessageOptions & { close(): Promise<void> } {
  const none = { set() {}, inc() {} };
  const charge = createSmsCharge({ sql: database.sql, log, metrics: { smsSegments: none, smsHeld: none } });
  const adapters = createTrialAdapters(
    {
      ...{ inbox: createInbox(database.sql), feed: createFeed(database) },
      ...{ providers: config.providers, mailFrom: config.mail.from, callbackUrl: callbackUrls(config.api.publicUrl) },
      webhook: {
        ...{ secrets: config.webhookSecrets, allowPrivate: config.allowPrivate },
        catchesReservedHosts: !config.isProduction,
      },
    },
    (channel, adapter) => limitAdapter(channel, adapter, { config, sql: database.sql, charge }),
  );
  return {
    write: createWriteAside(createRenderAside(pool)),
    findAdapter: adapters.find,
    close: () => adapters.close(),
  };
}

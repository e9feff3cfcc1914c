import { DefaultLogger } from '@temporalio/worker';

interface Log {
  warn(about: object, message: string): void;
}

/**
 * Takes what Temporal's SDK and its native core say into our own log, so that there is one stream of JSON lines. What opens something, or is somebody's,
 * stays out: task tokens answer for a task, and payloads and headers hold what people wrote.
 */
export const sdkLogger = (log: Log) =>
  new DefaultLogger('WARN', ({ message, meta }) => {
    if (!message.startsWith('No workflows registered')) log.warn(withoutSecrets(meta ?? {}), plain(message)); // so it is with the channels' queues
  });

const SECRET = /token|payload|header|input|result|apikey|api_key|authorization/i;

const withoutSecrets = (meta: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(meta)
      .filter(([name]) => !SECRET.test(name))
      .map(([name, value]) => [name, typeof value === 'string' ? plain(value) : value]),
  );

/** The core prints structs into its texts: without their tokens, and without colors. */
const plain = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colors of a terminal begin with this one
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/(task_?token|token)\W{0,3}(TaskToken\()?[^\s,)}]+\)?/gi, '$1: ***');

import { DefaultLogger } from '@temporalio/worker';

interface Log {
  warn(about: object, message: string): void;
}

/**
 * Creates a logger that writes the messages of Temporal's SDK and core into Sojourn's log. Leaves out secrets and
 * personal data: task tokens can complete a task, and payloads and headers hold users' data.
 */
export const createSdkLogger = (log: Log) =>
  new DefaultLogger('WARN', ({ message, meta }) => {
    // the channels' workers have none
    if (!message.startsWith('No workflows registered')) log.warn(removeSecrets(meta ?? {}), cleanText(message));
  });

const SECRET = /token|payload|header|input|result|apikey|api_key|authorization/i;

const removeSecrets = (meta: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(meta)
      .filter(([name]) => !SECRET.test(name))
      .map(([name, value]) => [name, typeof value === 'string' ? cleanText(value) : value]),
  );

/** Removes tokens and terminal colors from a message, into which the core prints whole structs. */
const cleanText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colors begin with this character
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/(task_?token|token)\W{0,3}(TaskToken\()?[^\s,)}]+\)?/gi, '$1: ***');

import { expect, test } from 'vitest';
import { createSdkLogger } from './sdk-log.ts';

test('S10 output of the SDK and its core becomes lines of our log: no token, no payload, no colors', () => {
  const lines: [object, string][] = [];
  const logger = createSdkLogger({ warn: (about, message) => lines.push([about, message]) });
  const meta = { taskToken: 'c2VjcmV0', workflowId: 'journey/main/welcome/ana/1', attempt: 3, payloads: ['hush'] };
  logger.warn('Activity failed', meta);
  logger.warn('\u001b[33m WARN\u001b[0m poll failed task_token: TaskToken(c2VjcmV0), again', {});
  logger.info('not said', {});
  expect(lines).toEqual([
    [{ workflowId: 'journey/main/welcome/ana/1', attempt: 3 }, 'Activity failed'],
    [{}, ' WARN poll failed task_token: ***, again'],
  ]);
});

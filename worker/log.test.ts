import { expect, test } from 'vitest';
import { countErrors, createLog } from './log.ts';

test('errors are counted, and nothing else is', () => {
  let errors = 0;
  const log = countErrors(createLog('test', 'silent'), () => {
    errors += 1;
  });
  log.info({}, 'all is well');
  log.warn({}, 'tried again');
  log.error({}, 'a bug');
  expect(errors).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { readable } from './output.ts';

describe('a line of a role, for a person', () => {
  test.each([
    { line: '{"level":30,"time":1,"msg":"listening"}', shown: 'api    │ listening' },
    { line: '{"level":40,"msg":"slow","queue":"email"}', shown: 'api    │ warning: slow' },
    { line: '{"level":40,"msg":"slow","err":{"message":"timeout"}}', shown: 'api    │ warning: slow: timeout' },
    {
      line: '{"level":50,"msg":"broken","err":{"message":"no","stack":"Error: no\\n at x"}}',
      shown: 'api    │ error: broken\nError: no\n at x',
    },
    { line: 'Error: not a log line', shown: 'api    │ Error: not a log line' },
    { line: '{"half":', shown: 'api    │ {"half":' },
  ])('$line', ({ line, shown }) => {
    expect(readable('api', line)).toBe(shown);
  });
});

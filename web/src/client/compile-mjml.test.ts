import { expect, test } from 'vitest';
import { captureRequests } from '../../../test/captured-requests';
import { api } from './client';
import { compileMjmlIn } from './compile-mjml';

const { requests, answer } = captureRequests(api);
const COMPILE = 'POST /v1/mjml';
const message = (mjml: unknown, variants: object = {}) => ({ type: 'message', content: { mjml }, variants });
const sourcesSent = () => requests.map(({ body }) => body);

test('each source of messages and variants is compiled once, however often it is used', async () => {
  answer(COMPILE, { html: '<p>', errors: [] });
  const nodes = [message('<mjml>1', { nl: { mjml: '<mjml>2' } }), message('<mjml>1'), { type: 'delay' }];
  const html = { '<mjml>1': '<p>', '<mjml>2': '<p>' };
  expect(await compileMjmlIn(nodes)).toEqual({ html, fault: undefined });
  expect(await compileMjmlIn(nodes)).toEqual({ html, fault: undefined });
  expect(sourcesSent()).toEqual([{ mjml: '<mjml>1' }, { mjml: '<mjml>2' }]);
});

test.each([undefined, 5, '', '  '])('%j is not compiled', async (mjml) => {
  expect(await compileMjmlIn([message(mjml)])).toEqual({ html: {}, fault: undefined });
});

test('the first compile error is reported', async () => {
  answer(COMPILE, { html: '', errors: [{ message: 'line 2: unknown tag' }, { message: 'line 3' }] });
  expect(await compileMjmlIn([message('<mjml>bad')])).toMatchObject({ fault: 'line 2: unknown tag' });
});

test('a source is compiled again after a request that failed', async () => {
  answer(COMPILE, { code: 'busy', message: 'busy', fix: 'wait' }, 503);
  await expect(compileMjmlIn([message('<mjml>later')])).rejects.toMatchObject({ status: 503 });
  answer(COMPILE, { html: '<p>', errors: [] });
  expect(await compileMjmlIn([message('<mjml>later')])).toMatchObject({ html: { '<mjml>later': '<p>' } });
});

test('the 50 most recently used sources are cached', async () => {
  answer(COMPILE, { html: '<p>', errors: [] });
  const all = Array.from({ length: 51 }, (_, n) => message(`<mjml>many ${n}`));
  await compileMjmlIn(all);
  requests.length = 0;
  await compileMjmlIn(all.slice(-50));
  expect(sourcesSent()).toEqual([]);
  await compileMjmlIn(all.slice(0, 1));
  expect(sourcesSent()).toEqual([{ mjml: '<mjml>many 0' }]);
});

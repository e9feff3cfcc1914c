import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDrafts, type Drafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

/** Fields for what is awkward to write: dates by whose clock, quiet hours, weights. */
let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

test('a date is given with its clock; one that is written otherwise stays as it is', async () => {
  await web.call('PUT', '/v1/journeys/dated/draft', {
    ...{ schema: 1, id: 'dated', name: 'Dated', goals: [], entry: { type: 'api' }, start: 'wait' },
    nodes: {
      wait: { type: 'waitUntil', date: { at: '2026-12-24T09:00' }, then: 'end' },
      end: { type: 'exit' },
    },
  });
  const { page, quiet } = await openAt(web, '/journeys/dated/build/path?node=wait');
  const form = page.getByRole('complementary');
  const at = form.getByLabel('At', { exact: true });
  expect(await at.inputValue()).toBe('2026-12-24T09:00');
  await at.fill('2026-12-31T18:30');
  await form.getByLabel('At: Clock').selectOption('UTC');
  await page.getByText(/^Saved /).waitFor();
  await expect
    .poll(() => drafts.read('dated'))
    .toMatchObject({ nodes: { wait: { date: { at: '2026-12-31T18:30Z' } } } });
  expect(await form.getByLabel('At: Clock').locator('option').allTextContents()).toEqual([
    'local clock',
    'UTC',
    'your clock (+01:00)',
  ]);
  await quiet();
});

test('quiet hours are offered, with the week they make; a zone shows its time', async () => {
  await drafts.example('quiet-weeks');
  const { page, quiet } = await openAt(web, '/journeys/quiet-weeks/build/settings');
  await page.getByText(/more settings$/).click();
  await page.getByLabel('Time zone').fill('Asia/Tokyo');
  await page.getByText(/^Current time there: /).waitFor();
  await page.getByRole('button', { name: 'Add weekends' }).click();
  const week = page.getByRole('table', { name: /^Week in the user’s time zone/ });
  const saturday = week.getByRole('row').filter({ hasText: 'Sat' });
  expect(await saturday.locator('td[data-quiet="all"]').count()).toBe(24);
  await shot(page, 'quiet-hours');
  await quiet();
  await expect
    .poll(() => drafts.read('quiet-weeks'))
    .toMatchObject({
      timeZone: 'Asia/Tokyo',
      quietHours: expect.arrayContaining([{ from: '00:00', to: '00:00', weekdays: [6, 7] }]),
    });
});

test('weights are shown as shares', async () => {
  await web.call('PUT', '/v1/journeys/weighed/draft', {
    ...{ schema: 1, id: 'weighed', name: 'Weighed', goals: [], entry: { type: 'api' }, start: 'split' },
    nodes: {
      split: { type: 'split', experiment: 'x', paths: { a: 1, b: 3 }, then: 'end' },
      end: { type: 'exit' },
    },
  });
  const { page, quiet } = await openAt(web, '/journeys/weighed/build/path?node=split');
  const form = page.getByRole('complementary');
  await form.getByText('25% of all').waitFor();
  await form.getByLabel('A: value').fill('9');
  await form.getByText('75% of all').waitFor();
  await quiet();
});

import { expect } from 'vitest';
import { scenario } from '../../testkit/scenario.ts';

const ANA = { email: 'ana@example.com', firstName: 'Ana', pushToken: 'token-1' };
const ADDED = { reason: 'goal', goal: 'added' };

scenario('G three views and silence: one message, with the third product', 'browse-re-engagement', async (t) => {
  await t.identify(ANA);
  await t.track('Viewed Product', { product: 'lamp' });
  await t.advance('20m');
  await t.track('Viewed Product', { product: 'chair' });
  await t.advance('20m');
  await t.track('Viewed Product', { product: 'desk' });
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'push', template: 'seen-last-push', after: '1d1h' }]);
  expect(t.messages()[0]?.content.title).toBe('Still thinking about the desk?');
  expect(t.exit()).toEqual({ reason: 'completed' });
  expect(t.refused().map(({ reason }) => reason)).toEqual(['already-inside', 'already-inside']);
});

scenario(
  'G the message shows the latest view, even at the very end of the second wait',
  'browse-re-engagement',
  async (t) => {
    await t.identify(ANA);
    await t.track('Viewed Product', { product: 'lamp' });
    await t.advance('5h');
    await t.track('Viewed Product', { product: 'chair' });
    await t.at('1d1h');
    await t.track('Viewed Product', { product: 'desk' });
    await t.advance('9w');
    expect(t.messages().map(({ content }) => content.title)).toEqual(['Still thinking about the desk?']);
  },
);

scenario('G added within the first hour: no message', 'browse-re-engagement', async (t) => {
  await t.identify(ANA);
  await t.track('Viewed Product', { product: 'lamp' });
  await t.at('1h');
  await t.track('Product Added', { product: 'lamp' });
  await t.advance('9w');
  expect(t.sent()).toEqual([]);
  expect(t.exit()).toEqual(ADDED);
});

scenario('G added between the waits: no message', 'browse-re-engagement', async (t) => {
  await t.identify(ANA);
  await t.track('Viewed Product', { product: 'lamp' });
  await t.advance('1h');
  expect(t.node()).toBe('next-day');
  await t.track('Product Added', { product: 'lamp' });
  await t.advance('9w');
  expect(t.sent()).toEqual([]);
  expect(t.exit()).toEqual(ADDED);
});

scenario('G no consent to push: an email instead', 'browse-re-engagement', async (t) => {
  await t.identify({ ...ANA, consent: { push: false } });
  await t.track('Viewed Product', { product: 'lamp' });
  await t.advance('9w');
  expect(t.trace()).toContain('+1d1h push → suppressed: no-consent');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'seen-last-email', after: '1d1h' }]);
});

scenario('G no channel with consent: no message', 'browse-re-engagement', async (t) => {
  await t.identify({ ...ANA, consent: { push: false, email: false } });
  await t.track('Viewed Product', { product: 'lamp' });
  await t.advance('9w');
  expect(t.messages()).toEqual([]);
  expect(t.exit()).toEqual({ reason: 'no-channel' });
});

import { expect, test } from 'vitest';
import { createShorten } from '../channels/tracking/short.ts';
import { createTrack, trackingOf } from '../channels/tracking/track.ts';
import type { Written } from '../channels/write.ts';
import { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../journey/base/ids.ts';
import { Settings } from '../journey/delivery/settings.ts';
import { Journey } from '../journey/document/document.ts';
import { compile } from '../journey/engine/version.ts';
import { createTrackWritten } from './track.ts';

const VERSION = compile(
  Journey.parse({
    id: 'hello',
    name: 'Hello',
    entry: { type: 'api' },
    start: 'mail',
    nodes: {
      mail: { type: 'message', channel: 'email', content: { subject: 'Hello', html: '<p>' }, then: 'receipt' },
      receipt: {
        ...{ type: 'message', channel: 'email', content: { subject: 'Receipt', html: '<p>' }, transactional: true },
        then: 'end',
      },
      end: { type: 'exit' },
    },
  }),
  1,
);
const sendOf = (node: string, workspace = 'main') => ({
  workspace: WorkspaceId.parse(workspace),
  person: PersonId.parse('p'),
  instance: InstanceId.parse('i'),
  journey: JourneyId.parse('hello'),
  version: 1,
  node: NodeId.parse(node),
  visit: 1,
  channel: 'email' as const,
});
const HTML = '<a href="https://shop.example.com/">Shop</a>';
const EMAIL: Written = { ok: true, channel: 'email', to: 'ana@example.com', content: { template: 't', html: HTML } };
const htmlOf = (written: Written) =>
  written.ok && written.channel === 'email' ? (written.content.html ?? '') : 'not an email';

const tracking = trackingOf({ publicUrl: 'https://journeys.example.com', linkSecrets: ['a secret', 'an older one'] });
if (!tracking) throw new Error('tracking is off');
const track = createTrack(tracking);
const shorten = createShorten(tracking);
const unused = async () => expect.fail('stored links');

test('emails are tracked under their send key, by the settings of their workspace, read at most every ten seconds', async () => {
  let now = 0;
  let settings = Settings.parse({});
  const reads: string[] = [];
  const trackWritten = createTrackWritten({
    ...{ track, shorten, storeLinks: unused },
    now: () => now,
    readSettings: async (workspace) => {
      reads.push(workspace);
      return settings;
    },
  });
  const tracked = htmlOf(await trackWritten(sendOf('mail'), VERSION, EMAIL));
  const [, token = ''] = /\/t\/c\/([\w-]+)/.exec(tracked) ?? [];
  expect(tracking.tokens.read(token)).toEqual({
    ...{ type: 'click', workspace: 'main', key: 'i.mail.1', url: 'https://shop.example.com/' },
  });
  expect(htmlOf(await trackWritten(sendOf('mail'), VERSION, EMAIL))).toBe(tracked);
  expect(htmlOf(await trackWritten(sendOf('receipt'), VERSION, EMAIL))).toBe(HTML);

  settings = Settings.parse({ tracking: { email: { opens: false, clicks: false, transactional: true } } });
  expect(htmlOf(await trackWritten(sendOf('mail'), VERSION, EMAIL))).toBe(tracked);
  now = 10_001;
  expect(htmlOf(await trackWritten(sendOf('mail'), VERSION, EMAIL))).toBe(HTML);
  await trackWritten(sendOf('mail', 'other'), VERSION, EMAIL);
  expect(reads).toEqual(['main', 'main', 'other']);
});

const SMS = {
  ok: true,
  channel: 'sms',
  to: '+31612345678',
  content: { template: 't', text: 'Go: https://shop.example.com/' },
} as const satisfies Written;
const textOf = (written: Written) => (written.ok && written.channel === 'sms' ? written.content.text : 'not an SMS');

test('links in SMS become short ones if the workspace wants it, once they are stored', async () => {
  let settings = Settings.parse({});
  let isFree = true;
  const stored: (readonly unknown[])[] = [];
  const ports = {
    ...{ track, shorten, now: () => 0 },
    storeLinks: async (_: unknown, links: readonly unknown[]) => {
      stored.push(links);
      return isFree;
    },
    readSettings: async () => settings,
  };
  const trackSms = async (node = 'mail', written: Written = SMS) =>
    textOf(await createTrackWritten(ports)({ ...sendOf(node), channel: 'sms' }, VERSION, written));
  expect(await trackSms()).toBe(textOf(SMS));
  settings = Settings.parse({ tracking: { sms: { clicks: true } } });
  expect(await trackSms()).toMatch(/^Go: https:\/\/journeys\.example\.com\/l\/\w{11}$/);
  expect(await trackSms('receipt')).toBe(textOf(SMS));
  expect(await trackSms('mail', { ...SMS, content: { template: 't', text: 'no link' } })).toBe('no link');
  expect(stored).toEqual([[{ id: expect.any(String), url: 'https://shop.example.com/' }]]);
  isFree = false;
  expect(await trackSms()).toBe(textOf(SMS));
  settings = Settings.parse({ tracking: { sms: { clicks: true, transactional: true } } });
  isFree = true;
  expect(await trackSms('receipt')).not.toBe(textOf(SMS));
});

test('other channels, and messages that could not be written, stay as they are', async () => {
  const readSettings = () => expect.fail('read settings');
  const trackWritten = createTrackWritten({ track, shorten, storeLinks: unused, now: () => 0, readSettings });
  const text: Written = { ok: true, channel: 'push', to: 'token', content: { template: 't', text: HTML } };
  const broken: Written = { ok: false, reason: 'the template failed', isLate: false };
  expect(await trackWritten(sendOf('mail'), VERSION, text)).toBe(text);
  expect(await trackWritten(sendOf('mail'), VERSION, broken)).toBe(broken);
});

test.each([
  ['PUBLIC_URL', { linkSecrets: ['a secret'] }],
  ['LINK_SECRET', { publicUrl: 'https://journeys.example.com', linkSecrets: [] }],
])('without %s, nothing is tracked', (_, settings) => {
  expect(trackingOf(settings)).toBeUndefined();
});

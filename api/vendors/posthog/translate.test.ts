import { describe, expect, test } from 'vitest';
import { DEVICE_ZONE } from '../../../journey/people/profile.ts';
import { ARRIVAL, assertNeverThrows } from '../../../test/odd-records.ts';
import { parseBy } from '../translate.ts';
import { POSTHOG } from './dialect.ts';
import { translateEvent } from './translate.ts';

const parse = parseBy(translateEvent);
const read = (record: unknown, arrival = ARRIVAL) => parse(record, arrival);
const eventOf = (record: unknown) => {
  const parsed = read(record);
  if (parsed.type !== 'event') throw new Error(`it was ${parsed.type}`);
  return parsed;
};

const EVENT = { event: 'Paid', distinct_id: 'u', uuid: 'id-1', properties: { total: 3, token: 'KEY' } };

describe('D16 events of PostHog’s clients', () => {
  test('D16 an event keeps its properties, but never the key', () => {
    const { message, before } = eventOf({ ...EVENT, timestamp: '2026-11-29T00:00:00Z' });
    expect(message).toMatchObject({ userId: 'u', messageId: 'id-1', name: 'Paid', occurredAt: Date.UTC(2026, 10, 29) });
    expect(message.properties).toEqual({ total: 3 });
    expect(before).toBeUndefined();
  });

  test('D16 `$set` of any event changes traits before the event', () => {
    const { message, before } = eventOf({ ...EVENT, properties: { total: 3, $set: { plan: 'pro' } } });
    expect(message).toMatchObject({ name: 'Paid', properties: { total: 3 } });
    expect(before).toMatchObject({ messageId: 'id-1/traits', name: '$profile.changed', traits: { plan: 'pro' } });
  });

  test.each([
    [
      '$identify',
      { $set: { a: 1 }, $anon_distinct_id: 'anon', $is_identified: false },
      { userId: 'u', anonymousId: 'anon', traits: { a: 1 } },
    ],
    ['$set', { $set: { a: 1 } }, { userId: 'u', name: '$profile.changed', traits: { a: 1 } }],
    ['$pageview', { $current_url: '/x' }, { name: 'Page Viewed', properties: { $current_url: '/x' } }],
    [
      '$screen',
      { $screen_name: 'Home' },
      { name: 'Screen Viewed', properties: { $screen_name: 'Home', name: 'Home' } },
    ],
    ['$autocapture', {}, { name: 'autocapture' }],
    ['$message.sent', {}, { name: 'message.sent' }],
  ])('D16 %s', (event, properties, expected) => {
    expect(eventOf({ ...EVENT, event, properties }).message).toMatchObject(expected);
  });

  test('D16 the zone of the browser is that of the user’s device', () => {
    const properties = { $set: { a: 1 }, $timezone: 'Europe/Amsterdam' };
    expect(eventOf({ ...EVENT, event: '$identify', properties }).message.traits).toEqual({
      ...{ a: 1, [DEVICE_ZONE]: 'Europe/Amsterdam' },
    });
  });

  test.each([
    ['$create_alias', 'alias'],
    ['$groupidentify', 'group'],
  ])('D16 %s is accepted and unused', (event, messageType) => {
    expect(read({ ...EVENT, event, properties: { alias: 'v' } })).toMatchObject({ type: 'ignored', messageType });
  });

  test.each([
    [{ $is_identified: false }, { anonymousId: 'u' }],
    [{ $is_identified: true, $device_id: 'u' }, { userId: 'u' }],
    [{ $device_id: 'u' }, { anonymousId: 'u' }],
    [{ $process_person_profile: false }, { anonymousId: 'u' }],
    [{ $device_id: 'd' }, { userId: 'u' }],
  ])('D16 whether an ID is anonymous: %o', (properties, expected) => {
    const { userId, anonymousId } = eventOf({ ...EVENT, properties }).message;
    expect({ userId, anonymousId }).toEqual({ userId: undefined, anonymousId: undefined, ...expected });
  });

  test('D16 an offset says how long before the request the event happened, whatever the sender’s clock says', () => {
    const arrival = { ...ARRIVAL, sentAt: '2020-01-01T00:00:00Z' };
    const parsed = read({ ...EVENT, offset: 5_000 }, arrival);
    expect(parsed).toMatchObject({ message: { occurredAt: ARRIVAL.receivedAt - 5_000 } });
  });

  test.each([
    ['distinct_id', { ...EVENT, distinct_id: '' }],
    ['distinct_id', { ...EVENT, distinct_id: ' ' }],
    ['properties', { ...EVENT, properties: 'x' }],
    ['event', { ...EVENT, event: '$' }],
    ['event', { ...EVENT, event: undefined }],
    ['$set', { ...EVENT, $set: [] }],
    ['uuid', { ...EVENT, uuid: 'x'.repeat(300) }],
  ])('D16 refused at %s: %o', (path, record) => {
    expect(read(record)).toMatchObject({ type: 'rejected', flaw: { path } });
  });

  test('D16 wrong types in every member are refused or understood, and never throw', () => {
    assertNeverThrows(parse, { ...EVENT, timestamp: '2026-01-01', offset: 1, $set: { a: 1 } });
    for (const event of ['$identify', '$create_alias', '$pageview'])
      assertNeverThrows(parse, { event, distinct_id: 'u', properties: { $set: { a: 1 }, $anon_distinct_id: 'a' } });
  });
});

describe('D16 the key and the form of PostHog’s requests', () => {
  test.each([
    [{ api_key: 'K', batch: [] }],
    [{ token: 'K' }],
    [{ properties: { token: 'K' } }],
    [[{ properties: { token: 'K' } }, {}]],
  ])('D16 the key in %o', (body) => {
    expect(POSTHOG.findKeyInBody?.(body)).toBe('K');
  });

  test.each([[null], [undefined], ['x'], [[]], [{ api_key: 1 }], [{ properties: null }]])(
    'D16 no key in %o',
    (body) => {
      expect(POSTHOG.findKeyInBody?.(body)).toBeUndefined();
    },
  );

  test('D16 a form’s field, plain or in Base64, is unwrapped; anything else stays', () => {
    const unwrap = (text: string) => POSTHOG.unwrap?.(Buffer.from(text)).toString('utf8');
    const json = '{"event":"größe+"}';
    expect(unwrap(`data=${encodeURIComponent(Buffer.from(json).toString('base64'))}`)).toBe(json);
    expect(unwrap(`data=${Buffer.from(json).toString('base64')}&ver=1`)).toBe(json);
    expect(unwrap(`data=${encodeURIComponent(json)}`)).toBe(json);
    expect(unwrap(json)).toBe(json);
  });
});

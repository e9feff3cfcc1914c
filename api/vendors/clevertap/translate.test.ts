import { describe, expect, test } from 'vitest';
import { ARRIVAL, assertNeverThrows } from '../../../test/odd-records.ts';
import { parseBy } from '../translate.ts';
import { codeOf } from './error-codes.ts';
import { readSubscription } from './subscribe.ts';
import { translateRecord } from './translate.ts';

const parse = parseBy(translateRecord);
const read = (record: unknown) => parse(record, ARRIVAL);
const messageOf = (record: unknown) => {
  const parsed = read(record);
  return parsed.type === 'event' ? parsed.message : parsed;
};

const PROFILE = { type: 'profile', identity: 'u', ts: 1795528500 };
const EVENT = { type: 'event', identity: 'u', evtName: 'Charged', ts: 1795528440 };

describe('D16 records of CleverTap’s clients', () => {
  test('D16 an event keeps its data, and `$D_` dates become instants at any depth', () => {
    expect(
      messageOf({
        ...EVENT,
        evtData: { Amount: 300, 'Delivery Date': '$D_1731628800', Items: [{ Category: 'books', at: '$D_-1' }] },
      }),
    ).toMatchObject({
      ...{ userId: 'u', kind: 'track', name: 'Charged', occurredAt: 1795528440_000 },
      properties: {
        Amount: 300,
        'Delivery Date': '2024-11-15T00:00:00.000Z',
        Items: [{ Category: 'books', at: '1969-12-31T23:59:59.000Z' }],
      },
    });
  });

  test('D16 a profile’s names with a meaning become ours, flags become consent, and a birthday is a calendar date', () => {
    expect(
      messageOf({
        ...PROFILE,
        profileData: {
          ...{ Name: 'Ada', Email: 'ada@example.com', Phone: '+31612345678', Tz: 'Europe/Amsterdam' },
          ...{
            DOB: '$D_349056000',
            Joined: '$D_1731628800',
            plan: 'free',
            Left: { $delete: 1 },
            Tags: { $set: ['a'] },
          },
          ...{ 'MSG-email': true, 'MSG-sms': false, 'MSG-push': false, 'MSG-dndPhone': true, 'MSG-dndEmail': false },
        },
      }),
    ).toMatchObject({
      name: '$profile.changed',
      traits: {
        ...{ name: 'Ada', email: 'ada@example.com', phone: '+31612345678', timezone: 'Europe/Amsterdam' },
        ...{ DOB: '1981-01-23', Joined: '2024-11-15T00:00:00.000Z', plan: 'free', Left: null, Tags: ['a'] },
        consent: { email: true, sms: false, push: false, webPush: false, whatsapp: false },
      },
    });
  });

  test('D16 a token is a device of the user', () => {
    const token = (type: string) => ({ type: 'token', objectId: 'o', tokenData: { id: 't-1', type, keys: {} } });
    expect(messageOf(token('fcm'))).toMatchObject({ anonymousId: 'o', device: { channel: 'push', address: 't-1' } });
    expect(messageOf(token('apns'))).toMatchObject({ device: { platform: 'ios' } });
  });

  test.each([
    ['identity', { identity: 7, objectId: 'o' }, { userId: '7', anonymousId: 'o' }],
    ['objectId', { objectId: 'o' }, { anonymousId: 'o' }],
    ['FBID', { FBID: 12 }, { anonymousId: 'FBID:12' }],
    ['GPID', { GPID: '12' }, { anonymousId: 'GPID:12' }],
  ])('D16 a user is known by %s', (_, who, expected) => {
    expect(messageOf({ ...who, type: 'event', evtName: 'E' })).toMatchObject(expected);
  });

  test('D16 a record with a time has the same ID each time it is sent; without a time, or with other data, a new one', () => {
    const idOf = (record: unknown) => (messageOf(record) as { readonly messageId: string }).messageId;
    const one = idOf({ ...EVENT, evtData: { a: 1 } });
    expect(idOf({ ...EVENT, evtData: { a: 1 } })).toBe(one);
    for (const other of [{ evtData: { a: 2 } }, { ts: 1 }, { identity: 'v' }, { evtName: 'E' }])
      expect(idOf({ ...EVENT, evtData: { a: 1 }, ...other })).not.toBe(one);
    const { ts: _, ...timeless } = EVENT;
    expect(idOf(timeless)).not.toBe(idOf(timeless));
  });

  test.each([
    [509, { ...EVENT, evtName: undefined }, 'evtName'],
    [509, { ...EVENT, evtName: '' }, 'evtName'],
    [512, { ...EVENT, evtData: 'x' }, 'evtData'],
    [513, { ...EVENT, evtName: '$message.sent' }, 'evtName'],
    [522, { ...EVENT, evtData: Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [`p${n}`, 1])) }, 'evtData'],
    [523, { ...EVENT, identity: '' }, 'identity'],
    [523, { ...EVENT, identity: {} }, 'identity'],
    [524, { ...EVENT, type: 'thing' }, 'type'],
    [525, { ...EVENT, ts: 'yesterday' }, 'ts'],
    [525, { ...EVENT, ts: 1795528440_000 }, 'ts'],
    [526, { type: 'event', objectId: ' ', evtName: 'E' }, 'objectId'],
    [531, { type: 'token', objectId: 'o' }, 'tokenData'],
    [532, { type: 'token', objectId: 'o', tokenData: { type: 'fcm' } }, 'tokenData.id'],
    [533, { type: 'token', objectId: 'o', tokenData: { id: 't' } }, 'tokenData.type'],
    [534, { type: 'token', objectId: 'o', tokenData: { id: 't', type: 'chrome' } }, 'tokenData.type'],
    [512, { ...PROFILE, profileData: { Interests: { $add: ['a'] } } }, 'profileData.Interests'],
  ])('D16 code %i for %o', (code, record, path) => {
    const parsed = read(record);
    if (parsed.type !== 'rejected') throw new Error('it was taken');
    expect(parsed.flaw.path).toBe(path);
    expect(codeOf(record as never, parsed.flaw.path, parsed.flaw.message)).toBe(code);
  });

  test('D16 wrong types in every member are refused or understood, and never throw', () => {
    assertNeverThrows(parse, { ...EVENT, objectId: 'o', evtData: { a: 1 } });
    assertNeverThrows(parse, { ...PROFILE, profileData: { Name: 'Ada', 'MSG-email': true } });
    assertNeverThrows(parse, { type: 'token', objectId: 'o', tokenData: { id: 't', type: 'fcm' } });
  });
});

describe('D16 states of addresses', () => {
  test.each([
    [
      { type: 'email', value: 'Ada@Example.com', status: 'Unsubscribe' },
      { type: 'suppress', addresses: [{ channel: 'email', address: 'ada@example.com' }] },
    ],
    [
      { type: 'phone', value: '+31 6 1234', status: 'resubscribe' },
      {
        type: 'lift',
        addresses: [
          { channel: 'sms', address: '3161234' },
          { channel: 'whatsapp', address: '3161234' },
        ],
      },
    ],
    [
      { type: 'fax', value: '1', status: 'Unsubscribe' },
      { type: 'rejected', path: 'type' },
    ],
    [
      { type: 'email', value: 'a@b.c', status: 'constructor' },
      { type: 'rejected', path: 'status' },
    ],
    [
      { type: 'email', value: {}, status: 'Unsubscribe' },
      { type: 'rejected', path: 'value' },
    ],
    [null, { type: 'rejected', path: 'type' }],
  ])('D16 %o', (record, expected) => {
    expect(readSubscription(record)).toMatchObject(expected);
  });
});

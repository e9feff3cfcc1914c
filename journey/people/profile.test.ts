import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import { addressOf, describeNoAddress, zoneOf } from './profile.ts';

describe('time zones: user, then journey, then UTC (design.md §7.6)', () => {
  test.each<{ readonly profile: JsonObject; readonly journey: string | undefined; readonly zone: string }>([
    { profile: { timezone: 'Asia/Tokyo' }, journey: 'Europe/Amsterdam', zone: 'Asia/Tokyo' },
    { profile: { timezone: 'Asia/Nowhere' }, journey: 'Europe/Amsterdam', zone: 'Europe/Amsterdam' },
    { profile: { timezone: 9 }, journey: 'Europe/Amsterdam', zone: 'Europe/Amsterdam' },
    { profile: { timezone: '+09:07' }, journey: undefined, zone: 'UTC' },
    { profile: {}, journey: undefined, zone: 'UTC' },
  ])('$profile in a journey of $journey → $zone', ({ profile, journey, zone }) => {
    expect(zoneOf(profile, journey)).toBe(zone);
  });
});

test('an address is trimmed; a subscription is given as JSON; in-app needs none', () => {
  expect(addressOf({ email: ' ana@example.com ' }, 'email')).toBe('ana@example.com');
  expect(addressOf({ webPushSubscription: { endpoint: 'https://p' } }, 'webPush')).toBe('{"endpoint":"https://p"}');
  expect(addressOf({ email: { a: 1 }, phone: { a: 1 } }, 'email')).toBeUndefined();
  expect(addressOf({ email: { a: 1 }, phone: { a: 1 } }, 'sms')).toBeUndefined();
  expect(addressOf({}, 'inApp')).toBe('');
  expect(addressOf({}, 'webhook')).toBe('');
});

test('an ID of WhatsApp reaches its user by WhatsApp alone', () => {
  const phone = 'NL.13491208655302741918';
  expect([addressOf({ phone }, 'whatsapp', 'NL'), addressOf({ phone }, 'sms', 'NL')]).toEqual([phone, undefined]);
  expect(addressOf({ phone: 'NL.1' }, 'sms', 'NL')).toBeUndefined();
  expect(addressOf({ phone: 'NL.612345678' }, 'sms', 'NL')).toBeUndefined();
});

test.each<{ readonly phone?: unknown; readonly country?: string; readonly why: string }>([
  { why: 'profile.phone is missing' },
  { phone: null, why: 'profile.phone is missing' },
  { phone: ' ', why: 'profile.phone is empty' },
  { phone: ['+31612345678'], why: 'profile.phone is a list that isn’t a phone number' },
  { phone: { a: 1 }, why: 'profile.phone is an object that isn’t a phone number' },
  { phone: true, why: 'profile.phone is true or false, which isn’t a phone number' },
  { phone: 316, why: 'profile.phone is a number that isn’t a phone number' },
  { phone: '+31 nope', why: 'profile.phone is a text that isn’t a phone number' },
  { phone: 'nope', country: 'NL', why: 'profile.phone is a text that isn’t a phone number' },
  {
    phone: '0612345678',
    why: 'profile.phone is a text that isn’t a phone number; without a country code, it needs the journey’s phoneCountry',
  },
])('with phone $phone, the reason is: $why', ({ phone, country, why }) => {
  const profile = (phone === undefined ? {} : { phone }) as JsonObject;
  expect(addressOf(profile, 'sms', country)).toBeUndefined();
  expect(describeNoAddress(profile, 'sms', country)).toBe(why);
});

test('a number without a country code belongs to the journey’s country', () => {
  expect(addressOf({ phone: '0612345678' }, 'sms', 'NL')).toBe('+31612345678');
  expect(addressOf({ phone: 31612345678 }, 'whatsapp')).toBe('+31612345678');
});

describe('D9 the time zone of a user', () => {
  test.each<{ given: string; profile: JsonObject; zone: string }>([
    { given: 'an IANA name', profile: { timezone: 'Asia/Tokyo' }, zone: 'Asia/Tokyo' },
    { given: 'a Windows name', profile: { timezone: 'Tokyo Standard Time' }, zone: 'Asia/Tokyo' },
    { given: 'an offset', profile: { timezone: 'GMT+2' }, zone: 'Etc/GMT-2' },
    { given: 'the device’s, if the profile has none', profile: { $timezone: 'Asia/Tokyo' }, zone: 'Asia/Tokyo' },
    {
      given: 'the device’s, if their own can’t be read',
      profile: { timezone: 'CET+1', $timezone: '+09:00' },
      zone: 'Etc/GMT-9',
    },
    { given: 'their own first', profile: { timezone: 'UTC', $timezone: 'Asia/Tokyo' }, zone: 'UTC' },
    { given: 'else the journey’s', profile: { timezone: 7, $timezone: null }, zone: 'Europe/Paris' },
  ])('D9 $given → $zone', ({ profile, zone }) => {
    expect(zoneOf(profile, 'Europe/Paris')).toBe(zone);
  });
});

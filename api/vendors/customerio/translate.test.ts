import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../journey/base/json.ts';
import { ARRIVAL, assertNeverThrows } from '../../../test/odd-records.ts';
import { parseBy } from '../translate.ts';
import { CUSTOMERIO } from './dialect.ts';
import { translateCustomer, translateDevice, translateEvent, translateSuppression } from './translate.ts';

const parseEventOf = (userId: string | undefined) => parseBy((given) => translateEvent(userId, given));
const customer = (attributes: JsonObject) => parseBy((given) => translateCustomer('u', given))(attributes, ARRIVAL);

describe('D16 requests of Customer.io’s clients', () => {
  test('D16 attributes are traits', () => {
    expect(
      customer({ email: 'a@example.com', created_at: 1339438758, _update: true, anonymous_id: 'an' }),
    ).toMatchObject({
      type: 'event',
      message: {
        ...{ userId: 'u', anonymousId: 'an', name: '$profile.changed' },
        traits: { email: 'a@example.com', created_at: 1339438758 },
      },
    });
  });

  test('D16 `unsubscribed` is a no for every channel, and its opposite only takes it back', () => {
    const consentOf = (said: unknown) => ({
      message: {
        traits: { consent: { email: said, sms: said, push: said, webPush: said, inApp: said, whatsapp: said } },
      },
    });
    expect(customer({ unsubscribed: true })).toMatchObject(consentOf(false));
    expect(customer({ unsubscribed: false })).toMatchObject(consentOf(null));
    const suppress = (said: 'suppress' | 'unsuppress') => parseBy(() => translateSuppression('u', said))({}, ARRIVAL);
    expect(suppress('suppress')).toMatchObject(consentOf(false));
    expect(suppress('unsuppress')).toMatchObject(consentOf(null));
  });

  test('D16 events and page views, of customers and of visitors', () => {
    const given = { name: 'bought', data: { price: 3 }, timestamp: '1795528440', id: '01BX5ZZKBKACTAV9WEVGEMMVRY' };
    expect(parseEventOf('u')(given, ARRIVAL)).toMatchObject({
      message: {
        ...{ userId: 'u', name: 'bought', properties: { price: 3 }, occurredAt: 1795528440_000 },
        messageId: '01BX5ZZKBKACTAV9WEVGEMMVRY',
      },
    });
    expect(parseEventOf(undefined)({ name: 'saw', anonymous_id: 7 }, ARRIVAL)).toMatchObject({
      message: { anonymousId: '7', name: 'saw' },
    });
    expect(parseEventOf('u')({ type: 'page', name: '/pricing' }, ARRIVAL)).toMatchObject({
      message: { name: 'Page Viewed', properties: { name: '/pricing' } },
    });
  });

  test('D16 a device', () => {
    const parse = parseBy((given) => translateDevice('u', given));
    expect(parse({ device: { id: 't', platform: 'ios', last_used: 1 } }, ARRIVAL)).toMatchObject({
      message: { userId: 'u', device: { channel: 'push', address: 't', platform: 'ios' } },
    });
    expect(parse({ device: { platform: 'ios' } }, ARRIVAL)).toMatchObject({ flaw: { path: 'device.id' } });
    assertNeverThrows(parse, { device: { id: 't', platform: 'ios' } });
  });

  test.each([
    ['name', 'u', { data: {} }],
    ['name', 'u', { name: '$goal' }],
    ['data', 'u', { name: 'E', data: [] }],
    ['id', 'u', { name: 'E', id: '$own' }],
    ['anonymous_id', undefined, { name: 'E' }],
    ['anonymous_id', undefined, { name: 'E', anonymous_id: ' ' }],
  ])('D16 refused at %s: %s %o', (path, userId, given) => {
    expect(parseEventOf(userId)(given, ARRIVAL)).toMatchObject({ type: 'rejected', flaw: { path } });
  });

  test('D16 wrong types in every member are refused or understood, and never throw', () => {
    assertNeverThrows(parseEventOf('u'), { name: 'E', data: {}, timestamp: 1, id: 'x', type: 'page' });
    assertNeverThrows(parseEventOf(undefined), { name: 'E', anonymous_id: 'a' });
    assertNeverThrows(
      parseBy((given) => translateCustomer('u', given)),
      { email: 'a', unsubscribed: true, anonymous_id: 'a' },
    );
  });

  test('D16 the key is the password of Basic, or the user name if there is none', () => {
    const findKey = (text: string) =>
      CUSTOMERIO.findKey({
        ...{ params: {}, query: {} },
        headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` },
      });
    expect(findKey('site:key')).toBe('key');
    expect(findKey('site:k:y')).toBe('k:y');
    expect(findKey('key:')).toBe('key');
  });
});

import type { JsonObject } from '../../../journey/base/json';

/** A made-up user to rehearse with. They differ in what changes a journey: addresses, consent, time zone. */
export interface Who {
  readonly user: string;
  readonly name: string;
  readonly traits: JsonObject;
}

const everywhere = (name: string): JsonObject => ({
  firstName: name,
  email: `${name.toLowerCase()}@example.com`,
  phone: '+31 6 00000000',
  pushToken: `${name.toLowerCase()}-phone`,
  webPushSubscription: { endpoint: 'https://push.example.com/1', keys: {} },
});

export const SAMPLES: readonly Who[] = [
  { user: 'ana', name: 'Ana', traits: { ...everywhere('Ana'), timezone: 'Europe/Berlin' } },
  {
    user: 'ben',
    name: 'Ben',
    traits: { ...everywhere('Ben'), timezone: 'America/New_York', consent: { sms: false, email: false } },
  },
  {
    user: 'chi',
    name: 'Chi',
    traits: { firstName: 'Chi', email: 'chi@example.com', timezone: 'Asia/Tokyo' },
  },
];

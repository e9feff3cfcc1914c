import type { JourneyInput } from '../../journey/document/document.ts';

/** Every channel, in the order of `DEMO_CHANNELS`. */
export const SHOWN_CHANNELS = ['email', 'sms', 'push', 'webPush', 'inApp', 'whatsapp', 'webhook'] as const;

/** An abandoned-cart journey with seconds instead of hours, so that you can watch it. */
export const DEMO_JOURNEY: JourneyInput = {
  id: 'demo-cart',
  name: 'Demo: abandoned cart in seconds',
  description: 'npm run demo: push, then SMS, then email, three seconds apart. A purchase ends it.',
  labels: ['demo'],
  goals: [{ id: 'purchase', event: 'Order Completed' }],
  entry: { type: 'event', event: 'Cart Left', key: 'event.cartId', reentry: { policy: 'always' } },
  timeout: '10m',
  start: 'think',
  nodes: {
    think: { type: 'delay', for: '2s', then: 'push' },
    push: {
      type: 'message',
      channel: 'push',
      template: 'free-shipping',
      content: {
        title: 'Still thinking, {{ profile.firstName }}?',
        text: 'Your {{ context.entry.product }} ships free today.',
      },
      then: 'wait-1',
    },
    'wait-1': { type: 'delay', for: '3s', then: 'sms' },
    sms: {
      type: 'message',
      channel: 'sms',
      template: 'ten-percent',
      content: { text: '10 % off your {{ context.entry.product }}, until midnight.' },
      then: 'wait-2',
    },
    'wait-2': { type: 'delay', for: '3s', then: 'email' },
    email: {
      type: 'message',
      channel: 'email',
      template: 'last-reminder',
      content: {
        subject: '{{ profile.firstName }}, your {{ context.entry.product }} is waiting',
        html: '<h1>One last word</h1><p>Your <b>{{ context.entry.product }}</b> is still in your cart.</p>',
      },
      then: 'done',
    },
    done: { type: 'exit' },
  },
};

/** A journey that sends one message on each channel, at once. */
export const DEMO_CHANNELS: JourneyInput = {
  id: 'demo-channels',
  name: 'Demo: a message on every channel',
  description: 'npm run demo: email, SMS, push, web push, in-app message, WhatsApp and webhook.',
  labels: ['demo'],
  entry: { type: 'event', event: 'Order Shipped', reentry: { policy: 'always' } },
  timeout: '10m',
  start: 'email',
  nodes: {
    email: {
      type: 'message',
      channel: 'email',
      template: 'shipped-by-email',
      content: {
        subject: 'Your {{ context.entry.product }} is on its way',
        html: '<h1>It is on its way</h1><p>Your <b>{{ context.entry.product }}</b> arrives tomorrow.</p>',
      },
      then: 'sms',
    },
    sms: {
      type: 'message',
      channel: 'sms',
      template: 'shipped-by-sms',
      content: { text: 'Your {{ context.entry.product }} arrives tomorrow.' },
      then: 'push',
    },
    push: {
      type: 'message',
      channel: 'push',
      template: 'shipped-by-push',
      content: { title: 'On its way', text: 'Your {{ context.entry.product }} arrives tomorrow.' },
      then: 'web-push',
    },
    'web-push': {
      type: 'message',
      channel: 'webPush',
      template: 'shipped-by-web-push',
      content: { title: 'On its way', text: 'Your {{ context.entry.product }} arrives tomorrow.' },
      then: 'in-app',
    },
    'in-app': {
      type: 'message',
      channel: 'inApp',
      template: 'shipped-in-app',
      content: { title: 'On its way', text: 'Your {{ context.entry.product }} arrives tomorrow.' },
      then: 'whatsapp',
    },
    whatsapp: {
      type: 'message',
      channel: 'whatsapp',
      template: 'shipped-by-whatsapp',
      content: {
        whatsappTemplate: {
          name: 'order_shipped',
          language: 'en_US',
          parameters: ['{{ profile.firstName }}', '{{ context.entry.product }}'],
        },
      },
      then: 'crm',
    },
    crm: {
      type: 'webhook',
      url: 'https://crm.example/shipments',
      body: { user: '{{ userId }}', product: '{{ context.entry.product }}' },
      links: { ok: 'done', failed: 'done' },
    },
    done: { type: 'exit' },
  },
};

export interface Character {
  readonly name: string;
  readonly product: string;
  /** Default: `DEMO_JOURNEY`. */
  readonly journey?: JourneyInput;
  /** `{user}` in their texts is replaced with the user ID, since an address belongs to one user. */
  readonly traits: Readonly<Record<string, string | object>>;
  /** Milliseconds from leaving the cart to buying. */
  readonly buysAfterMs?: number;
  /** Expected templates, in order. */
  readonly gets: readonly string[];
  /** Expected exit reason. */
  readonly ends: string;
  readonly moral: string;
}

const pushToken = 'device-of-{user}';

export const CHARACTERS: readonly Character[] = [
  {
    name: 'Ana',
    product: 'tent',
    traits: { pushToken, phone: '+31612345671' },
    gets: ['free-shipping', 'ten-percent', 'last-reminder'],
    ends: 'completed',
    moral: 'stays silent: gets all three messages',
  },
  {
    name: 'Ben',
    product: 'kayak',
    traits: { pushToken, phone: '+31612345672' },
    buysAfterMs: 3_500,
    gets: ['free-shipping'],
    ends: 'goal',
    moral: 'buys after the push: gets nothing more',
  },
  {
    name: 'Cleo',
    product: 'lantern',
    traits: { phone: '+31612345673' },
    gets: ['ten-percent', 'last-reminder'],
    ends: 'completed',
    moral: 'has no device: push is unreachable, the others are sent',
  },
  {
    name: 'Dan',
    product: 'stove',
    traits: { pushToken, phone: '+31612345674', consent: { sms: false } },
    gets: ['free-shipping', 'last-reminder'],
    ends: 'completed',
    moral: 'opted out of SMS: it is suppressed',
  },
  {
    name: 'Eve',
    product: 'map',
    traits: { pushToken, phone: '+31612345675' },
    buysAfterMs: 500,
    gets: [],
    ends: 'goal',
    moral: 'buys at once: gets nothing',
  },
  {
    name: 'Fay',
    product: 'bicycle',
    journey: DEMO_CHANNELS,
    traits: {
      ...{ pushToken, phone: '+31612345676' },
      webPushSubscription: {
        endpoint: 'https://push.example/{user}',
        keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
      },
      consent: { whatsapp: true },
    },
    gets: [
      ...['shipped-by-email', 'shipped-by-sms', 'shipped-by-push', 'shipped-by-web-push', 'shipped-in-app'],
      ...['shipped-by-whatsapp', 'crm'],
    ],
    ends: 'completed',
    moral: 'bought something: gets a message on each of the seven channels',
  },
];

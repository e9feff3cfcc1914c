import { defineMessageChannel } from './define.ts';

export const webPush = defineMessageChannel({
  title: 'Web push',
  address: 'webPushSubscription',
  isObjectAddress: true,
  hasDevices: true,
  needs: [['title', 'text']],
  asks: ['title', 'text', 'url'],
});

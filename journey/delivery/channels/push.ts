import { defineMessageChannel } from './define.ts';

export const push = defineMessageChannel({
  title: 'Push',
  address: 'pushToken',
  hasDevices: true,
  needs: [['title', 'text']],
  asks: ['title', 'text', 'url'],
});

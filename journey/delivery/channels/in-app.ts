import { defineMessageChannel } from './define.ts';

export const inApp = defineMessageChannel({
  title: 'In-app message',
  address: null,
  needs: [['title', 'text', 'html']],
  asks: ['title', 'text', 'url'],
});

import { defineMessageChannel } from './define.ts';

export const email = defineMessageChannel({
  title: 'Email',
  address: 'email',
  isAddress: (text) => text.includes('@'),
  needs: [['subject'], ['html', 'text']],
  asks: ['subject', 'html', 'text'],
});

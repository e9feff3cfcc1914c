import { defineMessageChannel } from './define.ts';

export const email = defineMessageChannel({
  title: 'Email',
  address: 'email',
  addressKind: 'email',
  isAddress: (text) => text.includes('@'),
  needs: [['subject'], ['html', 'text']],
  asks: ['subject', 'html', 'text'],
});

import { findAddressFault } from '../email-address.ts';
import { defineMessageChannel } from './define.ts';

export const email = defineMessageChannel({
  title: 'Email',
  address: 'email',
  addressKind: 'email',
  findAddressFault,
  needs: [['subject'], ['html', 'text']],
  asks: ['subject', 'preheader', 'html', 'text', 'from', 'replyTo'],
});

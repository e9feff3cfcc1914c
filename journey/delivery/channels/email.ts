import { findAddressFault } from '../email-address.ts';
import { defineMessageChannel } from './define.ts';

export const email = defineMessageChannel({
  title: 'Email',
  address: 'email',
  addressKind: 'email',
  findAddressFault,
  needs: [['subject'], ['html', 'mjml', 'text']],
  extras: ['mjml'],
  asks: ['subject', 'preheader', 'mjml', 'html', 'text', 'from', 'replyTo'],
});

import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { Webhook } from 'standardwebhooks';
import supertest from 'supertest';
import { SECRETS } from './lineup.ts';
import { signTwilio } from './twilio.ts';
import { signVonageToken } from './vonage.ts';
import { signWhatsApp } from './whatsapp.ts';

type Fields = Readonly<Record<string, string>>;

/** Calls the API back like each provider, with its signature. A refused callback fails the test. */
export function createCallBack(app: Express, publicUrl: string) {
  const post = async (path: string, body: string, headers: Fields): Promise<void> => {
    await supertest(app).post(path).set(headers).send(body).expect(200);
  };
  return {
    /** https://resend.com/docs/dashboard/webhooks/event-types, signed by Standard Webhooks under Svix's names. */
    resend(type: string, key: string, data: object): Promise<void> {
      const tags = { sojourn_key: Buffer.from(key).toString('base64url') };
      const event = { type: `email.${type}`, created_at: '2026-03-05T00:00:00Z' };
      const body = JSON.stringify({ ...event, data: { email_id: randomUUID(), tags, ...data } });
      const id = `msg_${randomUUID()}`;
      const now = new Date();
      return post('/v1/callbacks/email/resend', body, {
        ...{ 'content-type': 'application/json', 'svix-id': id },
        'svix-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'svix-signature': new Webhook(SECRETS.resend).sign(id, now, body),
      });
    },

    /** A mail server passes on a delivery status notification (RFC 3464) about an address that doesn't exist. */
    mailServer(about: { readonly to: string; readonly messageId: string }): Promise<void> {
      const recipient = `Final-Recipient: rfc822; ${about.to}\nAction: failed\nStatus: 5.1.1`;
      const parts = [
        ['text/plain', 'Sorry.'],
        ['message/delivery-status', `Reporting-MTA: dns; mx.example\n\n${recipient}\n`],
        ['text/rfc822-headers', `Message-ID: ${about.messageId}\nSubject: Hi\n`],
      ].map(([type, text]) => `--b1\nContent-Type: ${type}\n\n${text}\n`);
      const head = 'From: mx@mx.example\nTo: hi@shop.example\nSubject: Undelivered\nMIME-Version: 1.0\n';
      const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n';
      return post(`/v1/callbacks/email/smtp?token=${SECRETS.mail}`, `${head}${type}${parts.join('')}--b1--\n`, {
        'content-type': 'message/rfc822',
      });
    },

    /** @param url The `StatusCallback` of a message, or the URL for incoming messages */
    twilio: (url: string, fields: Fields): Promise<void> =>
      post(url.replace(/#.*$/, '').slice(publicUrl.length), new URLSearchParams(fields).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signTwilio(url.replace(/#.*$/, ''), fields, SECRETS.twilio),
      }),

    /** Of the Messages API. */
    vonage(fields: Fields): Promise<void> {
      const body = JSON.stringify({ message_uuid: randomUUID(), ...fields });
      const authorization = signVonageToken(body, SECRETS.vonage);
      return post('/v1/callbacks/sms/vonage', body, { 'content-type': 'application/json', authorization });
    },

    /** @param value `statuses` or `messages` */
    whatsapp(value: object): Promise<void> {
      const metadata = { display_phone_number: '15550123456', phone_number_id: '1' };
      const change = { field: 'messages', value: { metadata, ...value } };
      const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] });
      return post('/v1/callbacks/whatsapp/whatsapp-cloud', body, {
        ...{ 'content-type': 'application/json', 'x-hub-signature-256': signWhatsApp(body, SECRETS.whatsapp) },
      });
    },
  };
}

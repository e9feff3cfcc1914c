import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { keyIn } from './email/message-id.ts';
import type { Inbox } from './port.ts';
import { storableFields, storableText } from './storable.ts';

export interface CatcherSettings {
  /** 0: any that is free. */
  readonly port: number;
  /** Loopback: it takes mail from whoever can reach it. */
  readonly host?: string;
  readonly workspace: string;
  readonly inbox: Inbox;
}

export interface Catcher {
  /** For the e-mail adapter: `smtp://127.0.0.1:1025`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BYTES = 1_048_576;

/**
 * A mail server for development: takes every mail to anybody, delivers none, shows all in the inbox. It says 250 only when the row
 * is written, so what it has accepted is there; a repeat under the same Message-ID is one row with one more copy.
 */
export async function startCatcher({ port, host = '127.0.0.1', workspace, inbox }: CatcherSettings): Promise<Catcher> {
  const server = new SMTPServer({
    banner: 'Sojourn mail catcher',
    size: MAX_BYTES,
    authOptional: true,
    disabledCommands: ['STARTTLS'], // nothing leaves the machine
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    disableReverseLookup: true, // a tenth of a second a connection
    closeTimeout: 1_000,
    onData(stream, session, done) {
      take(stream, session).then(
        () => done(null, 'caught'),
        (failure: unknown) => done(asReply(failure)),
      );
    },
  });

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await whole(stream);
    const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
    await inbox.catch({
      workspace,
      key: keyOf(mail, raw),
      channel: 'email',
      caughtBy: 'smtp',
      recipient: session.envelope.rcptTo.map(({ address }) => address).join(', '),
      subject: mail.subject === undefined ? null : storableText(mail.subject),
      body: bodyOf(mail),
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.on('error', reject); // a port that is taken; afterwards only a client that went away, and that one knows
    server.listen(port, host, resolve);
  });
  const bound = server.server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `smtp://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    port: bound.port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function whole(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw new Refused(552, `a mail may have ${MAX_BYTES} bytes`);
  return Buffer.concat(chunks);
}

/** Somebody else's mail may have no id or a very long one. */
const keyOf = ({ messageId = '' }: ParsedMail, raw: Buffer): string =>
  messageId === '' || messageId.length > 300
    ? `mail-${createHash('sha256').update(raw).digest('hex')}`
    : storableText(keyIn(messageId));

const bodyOf = ({ from, text, html, attachments }: ParsedMail) =>
  storableFields({
    from: from?.text,
    text: text || undefined,
    html: html || undefined,
    attachments:
      attachments.length === 0
        ? undefined
        : attachments.map(({ filename = 'unnamed', contentType, size }) => ({ filename, contentType, size })),
  });

class Refused extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.responseCode = responseCode;
  }
}

/** 451: send it again. Whatever went wrong here is not the mail's fault. */
const asReply = (failure: unknown): Error =>
  failure instanceof Refused
    ? failure
    : new Refused(451, 'the inbox cannot take it now, send it again', { cause: failure });

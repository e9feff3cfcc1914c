import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { WorkspaceId } from '../journey/base/ids.ts';
import { readMailReports } from './email/mail-reports.ts';
import { keyIn } from './email/message-id.ts';
import { stageReport } from './email/staged-reports.ts';
import type { Inbox } from './port.ts';
import type { CallbackReport } from './provider.ts';
import { storableFields, storableText } from './storable.ts';

export interface CatcherSettings {
  /** 0 picks a free port. */
  readonly port: number;
  /** Default: loopback, because the catcher accepts email from anyone who can reach it. */
  readonly host?: string;
  readonly workspace: WorkspaceId;
  readonly inbox: Inbox;
  /** Receives the reports in caught mails, and the simulated answers of staged-reports.ts. */
  readonly report?: (reports: readonly CallbackReport[]) => Promise<void>;
}

export interface Catcher {
  /** URL for the email adapter, such as `smtp://127.0.0.1:1025`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BYTES = 1_048_576;

/**
 * Starts a mail server for development that accepts every email, delivers none and shows all in the inbox. It answers
 * 250 only once the row is written. A repeat with the same Message-ID adds a copy to the same row.
 */
export async function startCatcher({
  port,
  host = '127.0.0.1',
  workspace,
  inbox,
  report = async () => {},
}: CatcherSettings): Promise<Catcher> {
  const server = new SMTPServer({
    banner: 'Sojourn mail catcher',
    size: MAX_BYTES,
    authOptional: true,
    disabledCommands: ['STARTTLS'], // nothing leaves the machine
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    disableReverseLookup: true, // would take 0.1 s per connection
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
    const reports = await readReports(raw, mail, session);
    if (reports.length > 0) await report(reports);
  }

  await new Promise<void>((resolve, reject) => {
    server.on('error', reject); // such as a port in use; later errors are only clients that disconnected
    server.listen(port, host, resolve);
  });
  const bound = server.server.address() as AddressInfo; // a listening TCP server always has an address
  return {
    url: `smtp://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    port: bound.port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Reads the reports in a caught mail, and the answers that its recipients would send. */
async function readReports(
  raw: Buffer,
  { messageId = '' }: ParsedMail,
  { envelope }: SMTPServerSession,
): Promise<readonly CallbackReport[]> {
  const back = envelope.rcptTo.map(({ address }) => stageReport(address, messageId));
  const mails = [raw, ...back].filter((mail) => mail !== undefined);
  return (await Promise.all(mails.map((mail) => readMailReports(mail, () => undefined)))).flat();
}

async function whole(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw new Refused(552, `the email is larger than ${MAX_BYTES} bytes`);
  return Buffer.concat(chunks);
}

/** Returns the key of an email. Email from other senders may have no Message-ID or a very long one. */
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

/** Converts an error to an SMTP reply. 451 asks the client to retry, since other errors aren't the email's fault. */
const asReply = (failure: unknown): Error =>
  failure instanceof Refused
    ? failure
    : new Refused(451, 'the inbox cannot store the email now, send it again', { cause: failure });

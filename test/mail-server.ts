import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** Raw, in order, also those that were refused after DATA. */
  readonly mails: readonly string[];
  /** What it says after DATA from now on; undefined: 250. */
  say(code: number | undefined): void;
  close(): Promise<void>;
}

/** A real SMTP server with configurable answers. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: string[] = [];
  let code: number | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    async onData(stream, _session, done) {
      const mail = await buffer(stream).catch(() => undefined); // a client that died before its final dot
      if (mail === undefined) return;
      mails.push(mail.toString());
      done(code === undefined ? null : replyWith(code));
    },
    ...options,
  });
  server.on('error', () => {}); // a client that hung up
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    say: (next) => {
      code = next;
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}

export const replyWith = (responseCode: number): Error => Object.assign(new Error('as told'), { responseCode });

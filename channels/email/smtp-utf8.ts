import SMTPConnection from 'nodemailer/lib/smtp-connection';

const REMEMBERED_MS = 600_000;

type Options = ConstructorParameters<typeof SMTPConnection>[0];

/**
 * Creates a function that tells whether the server takes addresses with non-ASCII local parts (SMTPUTF8). It asks the
 * server on a connection of its own, because the pool would send such an address to any server. The answer is
 * remembered for 10 minutes.
 * @throws Error of the connection, like those of `sendMail`
 */
export function createUtf8Probe(options: Options, now: () => number = Date.now): () => Promise<boolean> {
  let known: { readonly until: number; readonly answer: Promise<boolean> } | undefined;
  return () => {
    if (!known || known.until < now()) {
      const answer = probe(options);
      known = { until: now() + REMEMBERED_MS, answer };
      answer.catch(() => {
        known = undefined;
      });
    }
    return known.answer;
  };
}

const probe = (options: Options): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const connection = new SMTPConnection(options);
    connection.on('error', reject);
    connection.connect((failure) => {
      if (failure) return reject(failure);
      resolve(/[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse)));
      connection.quit();
    });
  });

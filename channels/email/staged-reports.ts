/**
 * Reports to simulate, by the part of the address before the “@”, with or without a tag: `bounce+3@example.com`.
 */
const STAGED: Readonly<Record<string, StagedReport>> = {
  bounce: { type: 'delivery-status', status: '5.1.1', words: '550 5.1.1 no such user' },
  'soft-bounce': { type: 'delivery-status', status: '5.2.2', words: '552 5.2.2 mailbox full' },
  complaint: { type: 'feedback-report' },
};

type StagedReport =
  | { readonly type: 'delivery-status'; readonly status: string; readonly words: string }
  | { readonly type: 'feedback-report' };

/**
 * Writes the mail that a real mailbox would send back to one of these addresses: a delivery status notification (RFC
 * 3464) or a complaint (RFC 5965). Undefined for all others.
 */
export function stageReport(recipient: string, messageId: string): Buffer | undefined {
  const local = recipient.slice(0, Math.max(0, recipient.lastIndexOf('@'))).toLowerCase();
  const name = local.split('+', 1)[0] ?? '';
  const staged = Object.hasOwn(STAGED, name) ? STAGED[name] : undefined;
  if (!staged) return undefined;
  const [address, id] = [recipient, messageId].map((given) => given.replace(/[\r\n]/g, ''));
  const about =
    staged.type === 'delivery-status'
      ? [
          ...['Reporting-MTA: dns; catcher.example', '', `Final-Recipient: rfc822; ${address}`],
          ...['Action: failed', `Status: ${staged.status}`, `Diagnostic-Code: smtp; ${staged.words}`],
        ]
      : ['Feedback-Type: abuse', 'User-Agent: catcher/1', 'Version: 1', `Original-Rcpt-To: ${address}`];
  const part = (type: string, lines: readonly string[]) => ['--part', `Content-Type: ${type}`, '', ...lines];
  return Buffer.from(
    [
      `Content-Type: multipart/report; report-type=${staged.type}; boundary=part`,
      '',
      ...part('text/plain', ['A simulated report from the mail catcher.']),
      ...part(`message/${staged.type}`, about),
      ...part('text/rfc822-headers', [`Message-ID: ${id}`, `To: ${address}`, '']),
      ...['--part--', ''],
    ].join('\r\n'),
  );
}

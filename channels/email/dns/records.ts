/** The purpose of a record. `return-path`: receives bounces. `tracking`: links in tracked emails. */
export type DnsPurpose = 'spf' | 'dkim' | 'dmarc' | 'return-path' | 'tracking';

/** A record that a domain needs so that receivers accept its mail. */
export interface WantedRecord {
  readonly purpose: DnsPurpose;
  readonly type: 'TXT' | 'CNAME' | 'MX' | 'A';
  readonly name: string;
  /** The value to set. Absent: only the provider's site shows it. */
  readonly value?: string;
  /** Where to find the value, or what it is for. */
  readonly hint?: string;
  readonly test: RecordTest;
}

/** The test that a record must pass. */
export type RecordTest =
  /** A DKIM key: this one, or any that isn't revoked. */
  | {
      readonly type: 'dkim';
      readonly publicKey?: string;
      /** Why a signature with any key doesn't count for the From domain. */
      readonly misalignment?: string;
    }
  /** A valid SPF policy that includes this name, directly or indirectly. */
  | { readonly type: 'spf'; readonly include?: string }
  /** A DMARC policy of the domain or of a parent domain. */
  | { readonly type: 'dmarc' }
  /** A CNAME or MX that points to a host with this ending. Absent: any host. */
  | { readonly type: 'leads-to'; readonly ending?: string }
  /** A name that has an address. */
  | { readonly type: 'resolves' }
  /** Nothing to look up: Sojourn doesn't know the name. */
  | { readonly type: 'unknown' };

/**
 * `found`: the record is correct. `missing`: there is no record. `wrong`: `detail` explains the problem.
 * `unclear`: only the provider or the mail server's operator can check it. `unanswered`: DNS didn't answer.
 */
export type RecordState = 'found' | 'missing' | 'wrong' | 'unclear' | 'unanswered';

/** A wanted record and what DNS says about it. */
export interface CheckedRecord extends Pick<WantedRecord, 'purpose' | 'type' | 'name'> {
  /** The value to set; null if only the provider's site shows it. */
  readonly wanted: string | null;
  readonly found: readonly string[];
  readonly state: RecordState;
  /** The problem and its fix, or where to find the value. */
  readonly detail: string | null;
}

/** The records of one From domain, sent by one provider. */
export interface DomainReport {
  readonly domain: string;
  /** Name of the provider, such as `smtp`. */
  readonly provider: string;
  readonly records: readonly CheckedRecord[];
}

/** A policy that every domain can start with: it rejects nothing and asks for reports. */
export const wantDmarc = (domain: string): WantedRecord => ({
  purpose: 'dmarc',
  type: 'TXT',
  name: `_dmarc.${domain}`,
  value: 'v=DMARC1; p=none',
  hint: 'Start with p=none, add rua=mailto:… for reports, and change to p=quarantine once all mail passes',
  test: { type: 'dmarc' },
});

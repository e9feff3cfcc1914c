/** The purpose of a record. `return-path`: where bounces go. `tracking`: the links in tracked emails. */
export type DnsPurpose = 'spf' | 'dkim' | 'dmarc' | 'return-path' | 'tracking';

/** A record that a domain needs, so that its mail is accepted. */
export interface WantedRecord {
  readonly purpose: DnsPurpose;
  readonly type: 'TXT' | 'CNAME' | 'MX' | 'A';
  readonly name: string;
  /** The value to set. Absent: only the provider's own pages show it. */
  readonly value?: string;
  /** Where to find the value, or what it is for. */
  readonly hint?: string;
  readonly test: RecordTest;
}

/** How a record is recognized. */
export type RecordTest =
  /** A DKIM key: this one, or any that isn't revoked. */
  | {
      readonly type: 'dkim';
      readonly publicKey?: string;
      /** Why its signature doesn't count for the From domain, whatever the key. */
      readonly misalignment?: string;
    }
  /** An SPF policy that is valid and includes this name, directly or by others. */
  | { readonly type: 'spf'; readonly include?: string }
  /** A DMARC policy of the domain or of one above it. */
  | { readonly type: 'dmarc' }
  /** A CNAME or MX that leads to a host with this ending. Absent: to any host. */
  | { readonly type: 'leads-to'; readonly ending?: string }
  /** A name that has an address. */
  | { readonly type: 'resolves' }
  /** Nothing to look up: Sojourn doesn't know the name. */
  | { readonly type: 'unknown' };

/**
 * `found`: it is as it should be. `missing`: there is none. `wrong`: there is one, and `detail` says what is wrong with
 * it. `unclear`: only the provider or the mail server's operator can tell. `unanswered`: DNS didn't answer.
 */
export type RecordState = 'found' | 'missing' | 'wrong' | 'unclear' | 'unanswered';

/** A wanted record and what DNS says about it. */
export interface CheckedRecord extends Pick<WantedRecord, 'purpose' | 'type' | 'name'> {
  /** The value to set; null if only the provider's own pages show it. */
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

/** The policy with which every domain can begin: it rejects nothing, and asks for reports. */
export const wantDmarc = (domain: string): WantedRecord => ({
  purpose: 'dmarc',
  type: 'TXT',
  name: `_dmarc.${domain}`,
  value: 'v=DMARC1; p=none',
  hint: 'Begin with p=none, add rua=mailto:… for reports, and go on to p=quarantine once all mail passes',
  test: { type: 'dmarc' },
});

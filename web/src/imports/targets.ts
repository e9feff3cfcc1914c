/** Something that a file can be imported as. */
export type ImportKind = 'list' | 'users' | 'suppressions';

/** Targets that a column may have. A trait and entry data also have a name. */
export const CHOICES = {
  list: ['userId', 'trait', 'entry', 'consent:email', 'consent:sms', 'consent:whatsapp', 'consent:push', 'ignore'],
  users: ['userId', 'trait', 'consent:email', 'consent:sms', 'consent:whatsapp', 'consent:push', 'ignore'],
  suppressions: ['address', 'channel', 'reason', 'detail', 'until', 'ignore'],
} as const satisfies Record<ImportKind, readonly string[]>;

export type Choice = (typeof CHOICES)[ImportKind][number];

/** The target that an import needs. */
export const KEYS = { list: 'userId', users: 'userId', suppressions: 'address' } as const satisfies Record<
  ImportKind,
  Choice
>;

export interface Target {
  readonly choice: Choice;
  /** Name of the trait or of the entry data; empty for others. */
  readonly name: string;
}

export const hasName = (choice: Choice): boolean => choice === 'trait' || choice === 'entry';

/** Reads a target such as `trait:email`. One that can't be chosen is ignored. */
export function readTarget(kind: ImportKind, target: string): Target {
  const [, type, name = ''] = /^(trait|entry):(.*)$/s.exec(target) ?? [];
  const wanted = type ?? target;
  const choice = CHOICES[kind].find((each) => each === wanted) ?? 'ignore';
  return { choice, name: hasName(choice) ? name : '' };
}

/** Writes a target as the API takes it. A trait without a name gets the column's. */
export const writeTarget = ({ choice, name }: Target, column: string): string =>
  hasName(choice) ? `${choice}:${name.trim() === '' ? column : name.trim()}` : choice;

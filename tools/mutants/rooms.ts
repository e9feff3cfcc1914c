import { readdirSync } from 'node:fs';

/** A room that `npm run mutants` changes, and the suites that must notice. */
export interface Room {
  /** Suites that run against each change, as globs. */
  readonly suites: readonly string[];
  /** True if the suites need a real PostgreSQL and Temporal. */
  readonly hasServers: boolean;
}

// Without rules.test.ts, which reads sources as text and fails for a source that Stryker has prepared.
const domain = (room: string): Room => ({
  suites: [`${room}/!(rules).test.ts`],
  hasServers: false,
});

/** Rooms by their folder. */
export const ROOMS: Readonly<Record<string, Room>> = {
  'journey/entries': domain('journey/entries'),
  'journey/engine': domain('journey/engine'),
  'store/decisions': {
    suites: ['store/decisions/*.test.ts', 'test/decisions.test.ts', 'test/migrating.test.ts'],
    hasServers: true,
  },
  'store/messages': {
    suites: ['store/messages/*.test.ts', 'test/sending.test.ts', 'test/gates.test.ts', 'test/frequency-caps.test.ts'],
    hasServers: true,
  },
};

/** Lists a room's source files. */
export const filesOf = (room: string): readonly string[] =>
  readdirSync(room)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `${room}/${file}`);

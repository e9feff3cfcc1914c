import { PersonId } from '../../base/ids.ts';
import type { Entrant } from '../../entries/judge.ts';
import type { EnginePerson } from '../state/pass.ts';

/** Returns the user as an entry is judged by them. In memory, a user's ID is their person ID too. */
export const entrantOf = (user: string, { profile, segments }: EnginePerson, passes: Entrant['passes']): Entrant => ({
  person: PersonId.parse(user),
  profile,
  segments: [...segments],
  passes,
});

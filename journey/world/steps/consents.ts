import { CONSENT_CHANGED } from '../../events/own-events.ts';
import { type ConsentSaid, consentProperties, traitsOfConsent } from '../../people/consent.ts';
import type { createEngineRoad } from '../road/road.ts';
import { say } from '../state/consents.ts';
import type { EnginePerson } from '../state/pass.ts';

interface Speaker {
  readonly user: string;
  readonly person: EnginePerson;
  readonly road: Pick<ReturnType<typeof createEngineRoad>, 'accept'>;
}

/** Stores a user's consents as traits and events, as the store does. */
export function acceptConsents({ user, person, road }: Speaker, changes: readonly ConsentSaid[], source: string): void {
  for (const change of changes) say(person, change);
  const traits = traitsOfConsent(person.profile, changes);
  road.accept([
    ...(traits ? [{ user, traits }] : []),
    ...changes.map((change) => ({
      user,
      event: CONSENT_CHANGED,
      properties: consentProperties({ ...change, source }),
    })),
  ]);
}

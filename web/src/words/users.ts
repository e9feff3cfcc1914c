/** Traits that hold an address. */
const ADDRESSES: readonly string[] = ['email', 'pushToken', 'webPushSubscription'];

function speedOf(speed: number): string {
  switch (speed) {
    case 1:
      return 'Real time';
    case 60:
      return 'A minute takes a second';
    case 3_600:
      return 'An hour takes a second';
    case 86_400:
      return 'A day takes a second';
    default:
      return `${speed.toLocaleString()} times real time`;
  }
}

/** Texts of the user pages. */
export const users = {
  users: {
    title: 'Users',
    search: 'User ID starts with',
    columns: { user: 'User', called: 'Name', inside: 'Inside', seen: 'Changed', since: 'First seen' },
    caption: 'Users, by ID',
    none: 'No matching users',
    empty: 'No users yet. A user’s first event creates them, or this does:',
    inside: (count: number) => (count === 0 ? '–' : count === 1 ? '1 journey' : `${count} journeys`),
    isTest: 'Test user',
    next: 'Next',
    first: 'Back to the first page',
    malformed: {
      title: 'Traits that can’t be read',
      about:
        'Sojourn never guesses what a trait of the wrong type means. Unreadable consent counts as “no”, an unreadable address as no address, and an unreadable date as no date.',
      caption: (profiles: number) => `In the ${profiles.toLocaleString()} most recently changed profiles`,
      columns: { trait: 'Trait', profiles: 'Profiles', samples: 'Values', fix: 'Fix' },
      none: (profiles: number) => `None in the ${profiles.toLocaleString()} most recently changed profiles.`,
      fix: (trait: string): string =>
        trait === 'consent'
          ? 'Send an object with true or false for each channel: {"email": true}'
          : trait === 'timezone'
            ? 'Send an IANA name such as Europe/Amsterdam, a Windows name, or an offset such as +02:00'
            : trait === 'phone'
              ? 'Send a number with its country code: +31612345678'
              : ADDRESSES.includes(trait)
                ? 'Send one address as a string'
                : 'Send a date as ISO 8601: 2026-12-24. Set day/month order in Settings',
    },
  },
  user: {
    crumb: 'Users',
    what: 'user ID',
    clock: (zone: string, time: string) => `${zone}, now ${time}`,
    badZone: (zone: string) => `Unknown time zone ${zone}`,
    seen: (since: string, changed: string) => `first seen ${since} · changed ${changed}`,
    tabList: 'About this user',
    tabs: {
      journeys: 'Journeys',
      events: 'Events',
      messages: 'Messages',
      profile: 'Profile & consent',
      segments: 'Segments',
    },
    passes: 'Journeys this user has entered, newest first',
    noJourneys: 'No journeys entered yet',
    noEvents: 'No events yet',
    noMessages: 'No messages sent yet',
    noSegments: 'Not in any segment',
    since: (when: string) => `since ${when}`,
    older: 'Earlier events',
    properties: 'Properties',
    happened: (when: string) => `timestamp ${when}`,
    traits: 'Traits',
    noTraits: 'No traits yet',
    consent: 'Consent',
    consents: { yes: 'opted in', no: 'opted out', unsaid: 'not set, treated as opted in' },
    address: (what: string) => `address: ${what}`,
    noAddress: 'no address',
    test: {
      createButton: 'New test user',
      create: 'New test user',
      changeButton: 'Change',
      change: 'Change test user',
      about:
        'Test users go through live journeys with their own clock. Reports, goals, capacities and other users’ caps don’t count them.',
      userId: 'User ID',
      userIdHelp: 'A new ID. A user who has been in a journey can’t become a test user.',
      speed: 'Speed',
      speedOf,
      sends: 'Messages',
      sendsOf: {
        captured: 'Show in the inbox only',
        real: 'Deliver for real',
      },
      go: 'Create test user',
      save: 'Save',
      badge: (speed: number, sends: 'captured' | 'real', now: string) =>
        `Test user · ${speedOf(speed)} · ${sends === 'captured' ? 'messages go to the inbox only' : 'messages are delivered for real'} · their clock shows ${now}.`,
    },
    erase: {
      button: 'Erase…',
      title: 'Erase user',
      what: (live: number, messages: number) =>
        `${live === 0 ? 'No instances are' : live === 1 ? '1 instance is' : `${live} instances are`} ended. The profile, events, ${messages === 100 ? '100 or more' : messages} messages and all workflow histories are deleted.`,
      stays: 'Counts of entries, exits and goals stay. You can’t undo this.',
      type: (id: string) => `Type ${id} to confirm`,
      go: 'Erase user',
      going: 'Deleting histories…',
      done: (instances: number, workflows: number) =>
        `Erased: ${instances} ${instances === 1 ? 'instance' : 'instances'}, ${workflows} ${workflows === 1 ? 'workflow' : 'workflows'}. All data about this user is deleted.`,
      receipt: (id: string) => `Receipt ${id}`,
    },
  },
} as const;

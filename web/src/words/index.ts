import { builder } from './builder';
import { experiments } from './experiments';
import { forms } from './forms';
import { inbox } from './inbox';
import { instance } from './instance';
import { journey } from './journey';
import { journeys } from './journeys';
import { live } from './live';
import { newJourney } from './new-journey';
import { passes } from './passes';
import { people } from './people';
import { rehearse } from './rehearse';
import { report } from './report';
import { segments } from './segments';
import { settings } from './settings';
import { users } from './users';
import { versions } from './versions';

/** What the app says, in one place for translation: a file a page, all of them here. */
export const words = {
  product: 'Sojourn',
  nav: {
    journeys: 'Journeys',
    users: 'Users',
    segments: 'Segments',
    inbox: 'Inbox',
    settings: 'Settings',
    docs: 'API',
  },
  close: 'Close',
  cancel: 'Cancel',
  signOut: 'Sign out',
  skip: 'Skip to the content',
  palette: {
    open: 'Search',
    title: 'Go to',
    search: 'A journey by name or ID, a user, a segment, a page',
    results: 'Places',
    nothing: 'Nothing is called that.',
    kinds: { journey: 'Journey', user: 'User', segment: 'Segment', page: 'Page' },
    newJourney: 'New journey',
    newSegment: 'New segment',
  },
  ...journeys,
  ...live,
  ...newJourney,
  ...passes,
  ...people,
  ...rehearse,
  ...report,
  ...experiments,
  ...versions,
  ...inbox,
  ...segments,
  ...settings,
  ...users,
  ...builder,
  ...forms,
  ...instance,
  ...journey,
  chart: { when: 'When' },
  preview: { noSubject: 'No subject', letter: 'The message, as its reader would see it' },
  id: {
    journey: 'Journey ID',
    copy: (what: string, id: string) => `Copy the ${what} ${id}`,
    copied: (id: string) => `Copied ${id}`,
    failed: 'The browser did not let us copy it: select it and copy it yourself',
  },
  states: {
    draft: 'Draft',
    scheduled: 'Scheduled',
    running: 'Running',
    paused: 'Paused',
    completed: 'Completed',
    stopped: 'Stopped',
    archived: 'Archived',
  },
  signIn: {
    title: 'Sign in',
    by: 'With an API key, which says what you may do. `npm start` prints an address that signs you in without one.',
    key: 'API key',
    keyHelp: 'Begins with sj_. In development it is in .sojourn/dev-key',
    name: 'Your name',
    nameHelp: 'Stands beside what you change',
    go: 'Sign in',
    going: 'Signing in…',
  },
  trouble: {
    title: 'That did not work',
    retry: 'Try again',
    away: 'The API does not answer',
    awayFix: 'Check that Sojourn is running, then try again. Nothing is lost.',
    asOf: (time: string) => `As of ${time}: the API does not answer, this is what it said last`,
    id: (id: string) => `Request ${id}`,
  },
  notFound: { title: 'There is nothing here', text: 'The address may be misspelt.', go: 'All journeys' },
} as const;

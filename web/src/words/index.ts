import { builder } from './builder';
import { channels } from './channels';
import { experiments } from './experiments';
import { forms } from './forms';
import { imports } from './imports';
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
import { templates } from './templates';
import { users } from './users';
import { versions } from './versions';

/** Holds every text of the app, one file per page, ready for translation. */
export const words = {
  product: 'Sojourn',
  nav: {
    journeys: 'Journeys',
    users: 'Users',
    segments: 'Segments',
    templates: 'Templates',
    inbox: 'Inbox',
    settings: 'Settings',
    docs: 'API',
  },
  close: 'Close',
  cancel: 'Cancel',
  signOut: 'Sign out',
  skip: 'Skip to content',
  palette: {
    open: 'Search',
    title: 'Go to',
    search: 'Search journeys, users, segments and pages',
    results: 'Results',
    nothing: 'No matches',
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
  ...imports,
  ...inbox,
  ...segments,
  ...templates,
  ...settings,
  ...users,
  ...builder,
  ...channels,
  ...forms,
  ...instance,
  ...journey,
  chart: { when: 'When' },
  preview: { noSubject: 'No subject', letter: 'Message preview' },
  id: {
    journey: 'Journey ID',
    copy: (what: string, id: string) => `Copy the ${what} ${id}`,
    copied: (id: string) => `Copied ${id}`,
    failed: 'The browser blocked the copy. Select the text and copy it yourself.',
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
    by: 'Sign in with an API key. In development, `npm start` prints a link that signs you in without one.',
    key: 'API key',
    keyHelp: 'Starts with sj_. In development, find it in .sojourn/dev-key.',
    name: 'Your name',
    nameHelp: 'Shown next to your changes',
    go: 'Sign in',
    going: 'Signing in…',
  },
  trouble: {
    title: 'Something went wrong',
    retry: 'Try again',
    away: 'Can’t reach the API',
    awayFix: 'Check that Sojourn is running, then try again. Your work is safe.',
    asOf: (time: string) => `Can’t reach the API. Showing data from ${time}.`,
    id: (id: string) => `Request ${id}`,
  },
  notFound: { title: 'Page not found', text: 'Check the address for typos.', go: 'All journeys' },
} as const;

import { defineProvider } from '../provider.ts';
import { createInAppAdapter } from './adapter.ts';

/** Sojourn's own feed, which apps read over HTTP. */
export const feed = defineProvider({
  channel: 'inApp',
  name: 'feed',
  title: 'In-app feed',
  variables: {},
  secrets: [],
  createAdapter(_settings, { feed, perSecond }) {
    if (!feed) throw new TypeError('the in-app feed has no store');
    return createInAppAdapter({ feed, perSecond });
  },
});

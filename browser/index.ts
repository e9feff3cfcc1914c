/**
 * Sojourn in a company's own pages: the in-app feed of the user who is signed in there. Served as `/sojourn.js`; it has
 * no dependencies.
 *
 * @example
 * <script type="module">
 *   import { createFeed, showFeed } from 'https://journeys.example.com/sojourn.js';
 *   const feed = createFeed({
 *     url: 'https://journeys.example.com',
 *     token: () => fetch('/my/sojourn-token').then((answer) => answer.text()),
 *   });
 *   showFeed(document.querySelector('#notifications'), feed);
 * </script>
 */
export { type ShowOptions, showFeed } from './bell.ts';
export { createFeed, type Feed, FeedFailure, type FeedItem, type FeedOptions, type FeedPage } from './feed.ts';
export type { PushOptions, PushState } from './push.ts';

/**
 * Maximum sizes of input, one number for each concept. Sizes in bytes are of the value as JSON in UTF-8. Texts are
 * counted in characters.
 */
export const MOST = {
  /** Display name of a journey, node, segment or template. */
  name: 200,
  description: 5_000,
  label: 60,
  labels: 20,
  owner: 100,
  slug: 63,
  workspace: 31,
  eventName: 200,
  /** A user id, an anonymous id, a message id. */
  id: 250,
  /** The text that tells two instances of one user apart. Part of workflow IDs and indexes. */
  entryKey: 200,
  /** Length of one property or trait name in an event, and the number of properties. */
  property: 1_000,
  properties: 5_000,
  /** A text that a client sends next to an event's properties. */
  said: 1_000,
  reply: 10_000,
  messages: 1_000,
  /** The `next` cursor of a page. */
  cursor: 1_200,
  recipient: 320,
  person: 80,
  /** A push token, or the endpoint of a web push subscription. */
  pushToken: 4_096,
  app: 200,
  apiKey: 200,
  bulk: 100,
  /** Length of a trait name, property name or object key. */
  member: 200,
  /** `profile.` plus ten keys. */
  path: 2_020,
  /** A text that a condition compares a value with. */
  compared: 1_000,
  /** Number of values in a condition's list. */
  listed: 1_000,
  duration: 40,
  moment: 40,
  day: 10,
  clock: 5,
  zone: 64,
  subject: 1_000,
  /** Content of a message, in Liquid. */
  content: 100_000,
  locale: 35,
  locales: 50,
  blocks: 50,
  url: 4_000,
  header: 4_000,
  headers: 50,
  tags: 20,
  /** Number of keys in an object or members of an array, where an author writes free JSON. */
  members: 1_000,
  nodes: 200,
  goals: 10,
  exits: 20,
  rules: 32,
  ports: 32,
  /** Links of one node: its ports, and the statuses of a webhook. */
  links: 100,
  quietHours: 20,
  frequencyCaps: 20,
  topics: 50,
  topicNames: 50,
  weekdays: 7,
  dates: 200,
  notes: 500,
  note: 2_000,
} as const;

/** Maximum size of a journey document. */
export const DOCUMENT_BYTES = 1_000_000;
/** Maximum nesting depth of a journey document. */
export const DOCUMENT_DEPTH = 64;

/**
 * Maximum size of a user's profile. A change that would exceed it is refused. A profile that already exceeds it can
 * only shrink.
 */
export const PROFILE_BYTES = 262_144;
/** Maximum size of an instance's context: its entry event, stored events, and answers from webhooks and activities. */
export const CONTEXT_BYTES = 51_200;
/** Most catalog items of a workspace, and the sum of their sizes. */
export const CATALOG_ITEMS = 5_000_000;
export const CATALOG_BYTES = 5_000_000_000;
/** Most coupon codes of a workspace, drawn codes included. */
export const COUPON_CODES = 20_000_000;

/**
 * How long what enters may be: one number a concept, wherever it is written. Sizes in bytes are of the value as JSON in
 * UTF-8. Texts are counted in characters.
 */
export const MOST = {
  /** What people call a journey, a node, a segment, a template. */
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
  /** The text that tells two instances of one user apart. It is part of a workflow id and of indexes. */
  entryKey: 200,
  /** A name in the properties or traits of an event, and how many of them there are. */
  property: 1_000,
  properties: 5_000,
  /** A text that a client sends beside the properties of an event. */
  said: 1_000,
  reply: 10_000,
  messages: 1_000,
  /** `next` of a page, as it is given back. */
  cursor: 1_200,
  recipient: 320,
  person: 80,
  apiKey: 200,
  bulk: 100,
  /** A name of a trait, of a property, of a member of an object. */
  member: 200,
  /** `profile.` and ten names. */
  path: 2_020,
  /** A text that a condition compares with. */
  compared: 1_000,
  /** Values in a list of a condition. */
  listed: 1_000,
  duration: 40,
  moment: 40,
  day: 10,
  clock: 5,
  zone: 64,
  subject: 1_000,
  /** What a message says, in Liquid. */
  content: 100_000,
  url: 4_000,
  header: 4_000,
  headers: 50,
  tags: 20,
  /** Names in an object, members of a list, where an author writes free JSON. */
  members: 1_000,
  nodes: 200,
  goals: 10,
  exits: 20,
  rules: 32,
  ports: 32,
  /** Links of one node: its ports, and statuses of a webhook. */
  links: 100,
  quietHours: 20,
  frequencyCaps: 20,
  weekdays: 7,
  dates: 200,
  notes: 500,
  note: 2_000,
} as const;

/** A journey document, as JSON. */
export const DOCUMENT_BYTES = 1_000_000;
/** How deep a document is nested. */
export const DOCUMENT_DEPTH = 64;

/**
 * A user's profile. A change that would make it larger is refused, and so is each change that makes a profile beyond it
 * grow.
 */
export const PROFILE_BYTES = 262_144;
/** What an instance remembers: of its entry, of events, of what webhooks and activities answered. */
export const CONTEXT_BYTES = 51_200;

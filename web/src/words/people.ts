/** Who is, or was, where in a journey. */
export const people = {
  people: {
    status: 'Who',
    statuses: {
      all: 'Everybody',
      live: 'Inside',
      paused: 'Paused',
      stuck: 'Stuck',
      retrying: 'Retrying a send',
      ended: 'Left',
      control: 'Control group',
    },
    user: 'User ID',
    caption: 'Passes through this journey, the latest entry first',
    nobody: 'Nobody is like that.',
    empty: 'Nobody has entered yet.',
    next: 'Next',
    first: 'Back to the first page',
  },
} as const;

/** Texts of a journey's user list. */
export const people = {
  people: {
    status: 'Status',
    statuses: {
      all: 'All',
      live: 'Inside',
      paused: 'Paused',
      stuck: 'Stuck',
      retrying: 'Retrying a send',
      ended: 'Exited',
      control: 'Control group',
    },
    user: 'User ID',
    caption: 'Instances of this journey, latest entry first',
    nobody: 'No matching users',
    empty: 'No users have entered yet',
    next: 'Next',
    first: 'Back to the first page',
  },
} as const;

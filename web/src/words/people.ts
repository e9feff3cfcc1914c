/** Who is, or was, where in a journey. */
export const people = {
  people: {
    status: 'Who',
    statuses: {
      all: 'Everybody',
      live: 'Inside',
      paused: 'Paused',
      stuck: 'Stuck',
      ended: 'Left',
      control: 'Control group',
    },
    user: 'User ID',
    columns: { user: 'User', where: 'Where', entered: 'Entered', until: 'Until', version: 'Version' },
    caption: 'Passes through this journey, the latest entry first',
    nobody: 'Nobody is like that.',
    empty: 'Nobody has entered yet.',
    left: (reason: string, goal: string | null) => (goal === null ? `left: ${reason}` : `left by the goal ${goal}`),
    starting: 'is being let in',
    control: 'gets nothing',
    next: 'Next',
    first: 'Back to the first page',
  },
} as const;

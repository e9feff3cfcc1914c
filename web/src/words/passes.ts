/** Passes through journeys, and what was sent in them, wherever they are listed. */
export const passes = {
  passes: {
    by: { userId: 'User', journey: 'Journey' },
    columns: { where: 'Where', entered: 'Entered', until: 'Until', version: 'Version' },
    left: (reason: string, goal: string | null) => (goal === null ? `left: ${reason}` : `left by the goal ${goal}`),
    starting: 'is being let in',
    control: 'gets nothing',
  },
  messages: {
    columns: { when: 'When', node: 'Node', channel: 'Channel', outcome: 'Outcome', seen: 'Seen' },
    asSent: 'As it was sent',
    marks: { delivered: 'delivered', viewed: 'viewed', clicked: 'clicked', replied: 'replied' },
  },
} as const;

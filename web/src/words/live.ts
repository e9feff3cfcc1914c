/** Texts of the live view. */
export const live = {
  live: {
    here: (count: number) => `${count.toLocaleString()} here`,
    held: (count: number) => `${count.toLocaleString()} held`,
    stuckHere: (count: number) => `${count.toLocaleString()} stuck`,
    stuckHelp: 'Instances with a fault or an overdue step. Click to see which ones and why.',
    passed: (count: number) => `${count.toLocaleString()} passed`,
    entered: (count: number) => `${count.toLocaleString()} entered`,
    people: (title: string) => `Users at ${title}`,
    since: 'here since',
    until: 'until',
    nobody: 'No users at this node',
    more: 'Showing the latest 50',
    stuck: 'stuck',
    sum: (inside: number, there: number, between: number) =>
      `${inside.toLocaleString()} inside = ${there.toLocaleString()} at nodes${between === 0 ? '' : ` + ${between.toLocaleString()} between nodes`}`,
    asOf: (time: string) => `Can’t reach the API. Showing data from ${time}.`,
    draft: 'Not published yet. After you publish, users who enter appear here.',
    build: 'Back to Build',
  },
} as const;

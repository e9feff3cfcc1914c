/** Where everybody is now. */
export const live = {
  live: {
    here: (count: number) => `${count.toLocaleString()} here`,
    held: (count: number) => `${count.toLocaleString()} held`,
    stuckHere: (count: number) => `${count.toLocaleString()} stuck`,
    stuckHelp: 'A fault, or a move that is overdue: click to see who, and why',
    passed: (count: number) => `${count.toLocaleString()} passed`,
    entered: (count: number) => `${count.toLocaleString()} entered`,
    people: (title: string) => `People at ${title}`,
    since: 'here since',
    until: 'until',
    nobody: 'Nobody is here now',
    more: 'There are more: this shows the latest fifty',
    stuck: 'stuck',
    sum: (inside: number, there: number, between: number) =>
      `${inside.toLocaleString()} inside = ${there.toLocaleString()} at nodes${between === 0 ? '' : ` + ${between.toLocaleString()} on the way`}`,
    asOf: (time: string) => `As of ${time}: the API does not answer`,
    draft: 'Nothing runs yet: it has no version. Publish it, and who enters is seen here.',
    build: 'Go on building',
  },
} as const;

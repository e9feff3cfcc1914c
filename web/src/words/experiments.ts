/** IntelliNODEs, as a report shows them. */
export const experiments = {
  experiments: {
    title: (name: string) => `IntelliNODE “${name}”`,
    modes: { automatic: 'automatic', manual: 'manual' },
    automatic: (floor: string) =>
      `Weights adjust to conversions every five minutes. Every path gets at least ${floor}.`,
    manual: 'Weights stay as set',
    won: (arm: string) => `${arm} won. All new users get it.`,
    regret: (count: string) =>
      `About ${count} conversions missed so far by not sending everyone down the path that looks best now`,
    columns: {
      path: 'Path',
      share: 'Share of new users',
      assigned: 'Assigned',
      converted: 'Converted',
      rate: 'Conversion rate (95 % interval)',
      best: 'Chance of being best',
      act: 'Winner',
    },
    rate: (rate: string, low: string, high: string) => `${rate} (${low} to ${high})`,
    declare: (arm: string) => `Declare ${arm} the winner…`,
    withdraw: 'Withdraw…',
    declareTitle: (arm: string) => `Declare ${arm} the winner`,
    declareText: (arm: string) =>
      `All new users get ${arm}. Users already assigned stay on their path. You can withdraw this later.`,
    declareGo: 'Declare winner',
    withdrawTitle: (arm: string) => `Withdraw ${arm}`,
    withdrawText: 'The experiment continues with the previous weights.',
    withdrawGo: 'Withdraw winner',
    weights: 'Weights over time',
    weightsOf: (name: string, zone: string) => `Weights of “${name}” over time, ${zone}`,
    log: (count: number) => `Change log: ${count === 1 ? '1 change' : `the latest ${count} changes`}`,
    whats: {
      published: 'published',
      edited: 'edited',
      reweighed: 'weights adjusted',
      'winner-declared': 'winner declared',
      'winner-withdrawn': 'winner withdrawn',
    },
    by: (actor: string) => `by ${actor}`,
  },
} as const;

/** Texts around every page of a journey. */
export const journey = {
  journey: {
    crumb: 'Journeys',
    tabs: {
      build: 'Build',
      rehearse: 'Rehearse',
      live: 'Live',
      report: 'Report',
      users: 'Users',
      versions: 'Versions',
    },
    more: 'More for this journey',
    tabList: 'Pages of this journey',
    gone: 'Journey not found',
    goneFix: 'Check the ID for typos, or find the journey in the list.',
  },
} as const;

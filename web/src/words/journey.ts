/** What stands around every page of one journey. */
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
    gone: 'There is no journey with this ID',
    goneFix: 'It may be misspelt. All journeys are in the list.',
  },
} as const;

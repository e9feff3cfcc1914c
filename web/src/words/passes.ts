/** Texts of lists of instances and messages. */
export const passes = {
  passes: {
    by: { userId: 'User', journey: 'Journey' },
    columns: { where: 'Where', entered: 'Entered', until: 'Until', version: 'Version' },
    left: (reason: string, goal: string | null) => (goal === null ? `exited: ${reason}` : `exited: met goal ${goal}`),
    starting: 'starting',
    control: 'control group',
  },
  messages: {
    columns: { when: 'Time', node: 'Node', channel: 'Channel', outcome: 'Outcome', seen: 'Engagement' },
    asSent: 'View message',
    devices: 'Devices',
    device: (platform: string | null, provider: string | null, state: string, reason: string | null) =>
      `${[platform ?? 'device', provider].filter((part) => part !== null).join(', ')}: ${state}${reason === null ? '' : ` (${reason})`}`,
    deviceStates: {
      handed: 'no answer yet',
      accepted: 'sent',
      waiting: 'waiting to retry',
      failed: 'failed',
      dead: 'no longer registered',
      unknown: 'may have been sent',
    },
    marks: {
      confirmed: 'confirmed later',
      failed: 'failed later',
      machineViewed: 'opened by a machine',
      machineClicked: 'clicked by a machine',
      delivered: 'delivered',
      viewed: 'viewed',
      clicked: 'clicked',
      replied: 'replied',
      bounced: 'bounced',
      complained: 'marked as spam',
      unsubscribed: 'unsubscribed',
    },
  },
} as const;

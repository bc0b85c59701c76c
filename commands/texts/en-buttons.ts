/** What stands on the buttons, in English. */
export const buttons = {
  newCampaign: 'New campaign',
  campaigns: 'Campaigns',
  importHelp: 'Import contacts',
  makeList: 'Make a list of them',
  callIt: (name: string) => `Call it “${name}”`,
  newCampaignWithList: 'New campaign with this list',
  allNumbers: 'All enabled numbers',
  now: 'Now',
  later: 'Later',
  schedule: 'Schedule it',
  keepDraft: 'Keep it as a draft',
  start: 'Start',
  startNow: 'Start now',
  editText: 'Edit text',
  cancel: 'Cancel',
  pause: 'Pause',
  resume: 'Resume',
  refresh: 'Refresh',
  showCampaign: 'Show the campaign',
  takeForSent: 'They were sent',
  takeForFailed: 'They were not sent',
  sendAgain: 'Send them again',
  yesCancel: 'Yes, cancel it',
  noGoOn: 'No',
  back: '‹ Back',
  more: 'More ›',
  autoReplyOn: 'Turn it on',
  autoReplyOff: 'Turn it off',
  changeText: 'Change text',
  run: (command: string) => `/${command}`,
  optOuts: { whatsapp: 'WhatsApp', unsubscribed: 'Unsubscribed', blacklist: 'Blacklist' },
};

/** The commands in the order in which they are listed, each with what it does. */
export const commands = {
  newcampaign: 'make a campaign, step by step',
  campaigns: 'all campaigns and how they go',
  campaign: 'one campaign, like /campaign 12',
  pause: 'pause a campaign, like /pause 12',
  resume: 'go on with a paused campaign',
  cancelcampaign: 'end a campaign for good',
  lists: 'the contact lists',
  contacts: 'how many contacts there are',
  senders: 'the WhatsApp numbers',
  optouts: 'who gets no messages, and why',
  settings: 'the auto-reply',
  team: 'who may work here',
  invite: 'let somebody work here, like /invite editor',
  cancel: 'leave the dialog that is open',
  help: 'this list',
  start: 'what Herald is',
};
export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as CommandName[];

/** As Telegram's own menu shows them. */
export const commandList = commandNames.map((command) => ({
  command,
  description: commands[command],
}));

import { b, code, FormattedString, fmt } from '@grammyjs/parse-mode';
import { alerts, resolved, restricted } from './en-alerts.ts';
import { buttons, commands } from './en-buttons.ts';
import type { Format } from './format.ts';

/** Everything that the bot says, in English. Another language is another function that returns the same. */
export function english(format: Format) {
  const { number, percent, time, duration, zone } = format;
  const count = (n: number, one: string, many = `${one}s`) =>
    `${number(n)} ${n === 1 ? one : many}`;
  const people = (n: number) => count(n, 'person', 'people');

  return {
    // What everybody meets.
    greeting: (name: string) =>
      FormattedString.join(
        [
          fmt`Hello ${b}${name}${b}, this is Herald.`,
          'Drop a CSV file here to import contacts.',
          '/newcampaign makes a campaign, step by step.',
          'While it runs, one message here shows how it goes, with buttons to pause and cancel.',
          'Whoever answers STOP is never messaged again: see /optouts. Everything else: /help.',
        ],
        '\n',
      ),
    help: [
      'What I can do:',
      ...Object.entries(commands).map(([command, does]) => `/${command} – ${does}`),
      '',
      'And drop a CSV file here to import contacts.',
    ].join('\n'),
    importHelp:
      'Drop a CSV file into this chat (up to 20 MB). The first line names the columns: one for the phone, ' +
      'perhaps one for the name; every other column can stand in a text as {its_name}. ' +
      'Commas, semicolons and tabs all work, and so do files from Excel.',
    unknownCommand: (typed: string, nearest: string) =>
      `There is no command /${typed}. Did you mean /${nearest}?`,
    notUnderstood:
      'I read commands, buttons and CSV files. /help lists what I can do, /newcampaign makes a campaign.',
    nameIsWrong: (charsMax: number) =>
      `A name has 1 to ${number(charsMax)} characters. Please write another one.`,
    pressAButton: 'Please press one of the buttons above, or leave with /cancel.',
    tooOld: 'This button is too old.',
    fault: (reference: string) =>
      `Something went wrong, and it is not your fault. The log has it under ${reference}.`,
    nothingToCancel: 'There is nothing to leave: no dialog is open.',
    left: 'Left. Nothing was made.',
    leftFor: 'The dialog that was open has been left.',
    page: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,

    // Importing.
    reading: (file: string) => `Reading ${file}…`,
    importing: (file: string) =>
      `Reading ${file}… It has arrived, and its lines are being checked.`,
    fileTooLarge: (file: string) =>
      `${file} is larger than 20 MB, which is the most that Telegram lets a bot read. Split it into smaller files.`,
    notCsv: (file: string) =>
      `${file} does not look like a CSV file. Save the sheet as CSV (its name then ends in .csv) and drop that here.`,
    downloadFailed: (file: string) => `Telegram did not hand ${file} over. Please drop it again.`,
    importFailed: (file: string) => `${file} could not be imported.`,
    imported: (of: {
      file: string;
      added: number;
      updated: number;
      duplicates: number;
      impossible: number;
      invalid: number;
    }) =>
      FormattedString.join(
        [
          fmt`${b}${of.file}${b} is imported:`,
          `${number(of.added)} added`,
          `${number(of.updated)} updated`,
          count(of.duplicates, 'duplicate'),
          ...(of.impossible > 0
            ? [`${count(of.impossible, 'number')} of a length that no country uses`]
            : []),
          of.invalid === 0 ? 'no bad lines' : count(of.invalid, 'bad line'),
        ],
        '\n',
      ),
    badLinesShown: 'These lines were left out:',
    badLine: (line: number, text: string, reason: string) =>
      `Line ${line}: ${reason}${text === '' ? '' : ` (${text})`}`,
    moreBadLines: (more: number) => `… and ${number(more)} more, in the file below.`,
    badLinesFile: 'bad-lines.txt',
    badLinesUntold: (more: number) => `… and ${count(more, 'more line')}.`,
    askListName: 'What should the list be called?',
    listMade: (of: { id: number; name: string; contacts: number }) =>
      fmt`List ${of.id}, ${b}${of.name}${b}, has ${people(of.contacts)}.`,

    // Lists, contacts, numbers.
    lists: (n: number) => (n === 0 ? 'There is no list yet.' : `You have ${count(n, 'list')}:`),
    listLine: (of: { id: number; name: string; contacts: number }) =>
      fmt`${of.id}. ${b}${of.name}${b}: ${people(of.contacts)}`,
    listChoice: (name: string, contacts: number) => `${name} (${number(contacts)})`,
    contacts: (n: number) => `You have ${count(n, 'contact')}.`,
    senders: (n: number) =>
      n === 0 ? 'No WhatsApp number is linked yet.' : `Your ${count(n, 'WhatsApp number')}:`,
    senderLine: (of: {
      name: string;
      phone: string;
      bridge: string;
      status: string;
      enabled: boolean;
    }) =>
      `${of.name} ${of.phone} (${of.bridge}): ${of.status}${of.enabled ? '' : ', not used for campaigns'}`,
    senderReason: (reason: string) => `    ${reason}`,
    senderRestriction: (kind: string, reason: string) =>
      `    It ${restricted[kind] ?? 'is restricted'}: ${reason}`,
    risksAcknowledged: 'Noted',
    reallyUnlink:
      'Really disconnect this number? Nothing more is sent from it, and linking it again may need its phone.',
    scanQr:
      'Scan this with the phone of the number: WhatsApp, “Linked devices”. It lasts some seconds.',
    noQr: (status: string) => `There is no QR code: the number is ${status}.`,
    notLinked: 'not linked yet',
    senderStates: {
      connected: 'connected',
      disconnected: 'disconnected',
      qr_pending: 'waits for its QR code to be scanned',
    },

    // Making a campaign.
    makesNoCampaigns:
      'Your role looks at campaigns and does not make them. An owner can give you another.',
    askName: 'What is the campaign called? Recipients do not see it.',
    askList: 'Whom is it for? Choose a list.',
    noListYet: 'You have no list yet, and a campaign needs one.',
    askText: (columns: readonly string[]) =>
      FormattedString.join(
        [
          'What should people read? Write the message as they will get it.',
          fmt`${code}{name}${code} becomes each person's name, and ${code}{name|friend}${code} has a word for those without one.`,
          columns.length === 0
            ? 'Every column of an import can stand in the text in the same way.'
            : fmt`Your columns: ${code}${columns.map((column) => `{${column}}`).join(' ')}${code}`,
        ],
        '\n',
      ),
    textUses: (variables: readonly string[]) =>
      variables.length === 0
        ? 'The text is the same for everyone.'
        : `The text uses ${variables.map((name) => `{${name}}`).join(', ')}.`,
    textTaken: 'The new text is saved.',
    askSender: 'Which number should it be sent from?',
    noSenderConnected:
      'No number is connected at the moment. You can go on; connect one before the start (/senders).',
    askTime: 'When should it start?',
    askStartTime: `Write the time like 2026-11-27 09:00, on the clocks of ${zone}.`,
    timeIsPast: (at: Date) => `${time(at)} lies in the past. Write a later time.`,
    notATime: `That is no time that I can read. Write it like 2026-11-27 09:00, on the clocks of ${zone}.`,

    // The preview.
    previewTitle: (name: string) => fmt`Preview of ${b}${name}${b}`,
    sampleFor: (phone: string) => fmt`${b}${phone}${b} gets:`,
    noSample: 'Nobody would get it, so there is nothing to show.',
    reaches: (n: number) => `It will reach ${people(n)}.`,
    skips: (n: number) => `It will skip ${people(n)}:`,
    reasonLine: (reason: string, n: number) => `• ${number(n)}: ${reason}`,
    warning: (text: string) => `⚠️ ${text}`,
    from: (numbers: readonly string[]) => `From ${numbers.join(', ')}.`,
    fromNobody: 'No number is connected that it could be sent from.',
    takes: (ms: number) => `It will take about ${duration(ms)}.`,
    askSchedule: (at: string) => `Start it by itself on ${time(at)}?`,
    staysDraft: 'It stays a draft: press Start above when you want it to go.',
    scheduleIsSet: (at: string) => `Schedule is set: ${time(at)}.`,
    waitsForApproval: (by: string) => `It was made by ${by}, and waits until somebody approves it.`,
    approved: 'Approved',
    askRejection: 'Why not? Whoever made it will read what you write.',
    discarded: (name: string) => `“${name}” was cancelled before it was sent to anybody.`,

    // A campaign as it goes.
    states: {
      pending_approval: 'Waits for approval',
      draft: 'Draft',
      scheduled: 'Scheduled',
      running: 'Running',
      paused: 'Paused',
      completed: 'Completed',
      cancelled: 'Cancelled',
      archived: 'Archived',
    },
    completedWithUnknown: (n: number) =>
      `Completed with ${number(n)} unknown: nobody can tell whether ${n === 1 ? 'that one' : 'those'} arrived, and ${n === 1 ? 'it is' : 'they are'} not sent again.`,
    bar: (blocks: string, share: number) => `${blocks} ${percent(share)}`,
    counts: {
      planned: (n: number) => `Planned ${number(n)}`,
      sent: (n: number) => `Sent ${number(n)}`,
      delivered: (n: number) => `Delivered ${number(n)}`,
      read: (n: number) => `Read ${number(n)}`,
      replied: (n: number) => `Replied ${number(n)}`,
      failed: (n: number) => `Failed ${number(n)}`,
      skipped: (n: number) => `Skipped ${number(n)}`,
      unknown: (n: number) => `Unknown ${number(n)}`,
    },
    rate: (perMinute: number) => `${number(perMinute)} a minute`,
    timeLeft: (ms: number) => `about ${duration(ms)} left`,
    planning: 'The list is still being read.',
    tookAll: (ms: number) => `It took ${duration(ms)}.`,
    reallyCancel: 'Really cancel? Whoever has not got it yet will not get it.',
    whyNot: 'Why not everybody got it:',
    amongTheFirst: (n: number) => `(Counted among the first ${number(n)}.)`,
    started: 'Started',
    paused: 'Paused',
    resumed: 'Going on',
    cancelled: 'Cancelled',
    notCancelled: 'Nothing was cancelled',
    upToDate: 'Up to date',
    campaigns: (n: number) =>
      n === 0 ? 'There is no campaign yet.' : `Your ${count(n, 'campaign')}, the newest first:`,
    campaignLine: (of: {
      id: number;
      name: string;
      state: string;
      sent: number;
      planned: number;
    }) =>
      fmt`${of.id}. ${b}${of.name}${b}: ${of.state.toLowerCase()}${
        of.planned > 0 ? `, ${number(of.sent)} of ${number(of.planned)} sent` : ''
      }`,
    campaignButton: (id: number, name: string) => `${id}. ${name}`,
    usage: (command: string) =>
      `Say which campaign, like /${command} 12. /campaigns shows their numbers.`,

    /** Why somebody did not get a message, by the reason in its row. */
    reasons: {
      blacklisted: 'blacklisted',
      opted_out: 'opted out',
      unsubscribed: 'unsubscribed',
      missing_variable: 'no value for a variable of the text',
      too_long: 'the text would be too long for WhatsApp',
      contact_deleted: 'no contact any more',
      cancelled: 'the campaign was cancelled',
      no_answer: 'WhatsApp did not say whether it took the message',
      interrupted: 'Herald was stopped in the middle of sending it',
      recipient_permanent: 'cannot be reached on WhatsApp',
      recipient_opted_out: 'have told WhatsApp that they want no more of it',
      recipient_undeliverable: 'WhatsApp could not deliver it',
      recipient_defer: 'WhatsApp wants this person left alone for now',
      slow_down: 'WhatsApp asked for a slower pace',
      pause_sender: 'the number has to rest',
      pause_new_chats: 'the number may open no new chats for a while',
      repeat_unclear: 'WhatsApp did not say whether it took the message, twice',
      repeated: 'it is sent once more under the same id',
      same_person: 'the same person has another entry',
      stop_sender: 'the number may not send',
      stop_template: 'WhatsApp refused the text',
      our_bug: 'Herald sent something that WhatsApp does not understand',
      media: 'WhatsApp could not read the picture or file',
      transient: 'WhatsApp had trouble of its own',
      other: 'for another reason',
    } satisfies Record<string, string> as Readonly<Record<string, string>>,

    // Who gets nothing.
    optOuts: {
      whatsapp: (n: number) => `WhatsApp opt-outs: ${number(n)}`,
      unsubscribed: (n: number) => `Unsubscribed: ${number(n)}`,
      blacklist: (n: number) => `Blacklist: ${number(n)}`,
    },
    nobodyHere: 'Nobody.',
    optOutLine: (of: { phone: string; kind: string; since: string; how: string }) =>
      `${of.phone} – ${of.kind}, since ${time(of.since)}, ${of.how}`,
    suppressionKinds: {
      whatsapp: 'nothing automatic',
      marketing: 'no campaigns',
      blacklist: 'nothing at all',
    },
    suppressionSources: {
      word: 'by a word like STOP',
      button: 'by a button',
      link: 'by the opt-out link',
      operator: 'by an operator',
      api: 'by a program',
      bridge: 'by WhatsApp',
    } satisfies Record<string, string> as Readonly<Record<string, string>>,

    // Settings and people.
    settings: (on: boolean, reply: string) =>
      fmt`The auto-reply is ${b}${on ? 'on' : 'off'}${b}: whoever answers a campaign gets, once,\n\n${reply}`,
    askReplyText: 'What should people be answered?',
    replyTextSaved: 'The auto-reply is changed.',
    autoReplyIs: (on: boolean) => `The auto-reply is ${on ? 'on' : 'off'}`,
    askRole: 'What may they do?',
    roles: {
      owner: 'Owner: everything',
      manager: 'Manager: all but people and tokens',
      launcher: 'Launcher: starts and stops campaigns',
      editor: 'Editor: prepares contacts and campaigns',
      viewer: 'Viewer: looks',
    },
    invitation: (role: string, link: string) =>
      `Send this link to one person. Whoever opens it first works here as ${role}. It works once.\n\n${link}`,
    welcome: (name: string, role: string) =>
      fmt`Welcome, ${b}${name}${b}: you work here as ${role} now.`,
    team: (n: number) => `${people(n)} may work here:`,
    teamLine: (of: { name: string; role: string; since: string }) =>
      fmt`${b}${of.name}${b}: ${of.role}, since ${time(of.since)}`,

    alerts: alerts(format),
    resolved: resolved(format),
    buttons,
    commands,
  };
}

export type Texts = ReturnType<typeof english>;

export { buttons, commandList, commandNames } from './en-buttons.ts';

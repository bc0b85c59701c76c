import type { Caller } from '../context.ts';
import { consentLanguages } from '../domain/consent-words.ts';
import type { ReplySettings } from '../domain/reply-settings.ts';
import { blockedBit, blockedMask, type SuppressionKind } from '../domain/suppression.ts';
import { invoke } from '../operations/invoke.ts';
import { operations } from '../operations/registry.ts';
import { getWhatsappStatus } from '../operations/senders/status.ts';
import { getMassMarketingConfig } from '../operations/settings/get.ts';
import { getWorkspace } from '../operations/workspaces/get.ts';

/** How this Herald sends, in words for an agent: what is configured is read, so that it never says otherwise. */
export async function describeRules(caller: Caller): Promise<string> {
  const { timezone } = await invoke(caller, getWorkspace, {});
  const config = await invoke(caller, getMassMarketingConfig, {});
  const { sessions } = await invoke(caller, getWhatsappStatus, {});
  const bridges = [...new Set(sessions.map(({ bridge }) => bridge))];
  const sections: [string, readonly string[]][] = [
    ['Once each', onceEach],
    ['Who gets nothing', consent()],
    [
      'How fast, and when',
      [...bridges.flatMap((name) => paceOf(caller, name)), ...times(timezone)],
    ],
    ['What people who answer get', replies(config)],
    ['What has to be confirmed or approved', [...confirmations(caller), ...approval(config)]],
  ];
  const parts = sections.map(([title, lines]) => `## ${title}\n\n${lines.map(item).join('\n')}\n`);
  return `# How Herald sends\n\n${parts.join('\n')}`;
}

const item = (line: string) => `- ${line}`;

const onceEach = [
  'A person gets a campaign once, however often they are on its list, and however often it is paused and resumed.',
  'When nobody can tell whether a message left, it is counted as unknown and not sent again, unless the campaign says so (unknown_policy) or somebody calls resolve_unknown.',
  'What failed for good stays failed. retry_failed tries again where the reason may be over.',
  'What was handed to WhatsApp cannot be called back. Pausing or cancelling stops everything that has not left yet.',
];

const kinds: Readonly<Record<SuppressionKind, string>> = {
  whatsapp: 'Who wants no WhatsApp from you (a STOP, or add_whatsapp_optout)',
  marketing: 'Who wants no marketing (an opt-out link)',
  blacklist: 'Who is on the blacklist',
};

function consent(): string[] {
  const stops = Object.entries(kinds).map(([kind, who]) => {
    const bit = Object.entries(blockedBit).find(([name]) => name === kind)?.[1] ?? 0;
    const single =
      (blockedMask.single & bit) === 0 ? ', but single messages' : ' and no single message';
    return `${who} gets no campaign${single}.`;
  });
  return [
    ...stops,
    `Words such as STOP or BAJA are understood in these languages: ${consentLanguages.join(', ')}. They work at once, also on campaigns that run, and are confirmed once.`,
    'Whoever opted out is left out without your doing. Lifting an opt-out is for people who asked for it themselves.',
  ];
}

function paceOf({ house }: Caller, name: string): string[] {
  if (!house.bridges.names.includes(name)) return [];
  const { campaignInterval, minimumIntervalMs, personIntervalMs, conversationWindowMs } =
    house.bridges.get(name);
  const lines = [
    campaignInterval &&
      `between two campaign messages of one number ${campaignInterval.defaultSeconds} seconds, and at least ${campaignInterval.minimumSeconds}`,
    minimumIntervalMs > 0 &&
      `between any two messages of one number ${minimumIntervalMs / 1000} seconds`,
    personIntervalMs > 0 && `between two messages to one person ${personIntervalMs / 1000} seconds`,
    conversationWindowMs !== undefined &&
      `plain text reaches only who has written within ${conversationWindowMs / 3_600_000} hours; everybody else needs an approved template`,
  ].filter((line) => typeof line === 'string');
  return lines.length > 0 ? [`Numbers on the bridge ${name}: ${lines.join('; ')}.`] : [];
}

function times(timezone: string): string[] {
  return [
    'Every number keeps its own limit, whatever several campaigns ask of it. preview_campaign says how long a campaign takes.',
    'A campaign leaves from all numbers that it may use, and waits while none of them is connected.',
    `Times without an offset are read on the clocks of ${timezone}.`,
  ];
}

function replies(config: ReplySettings): string[] {
  if (!config.auto_reply_enabled) return ['Nothing by itself: the automatic answer is off.'];
  const link = config.auto_reply_unsubscribe ? ' An opt-out link stands below it.' : '';
  return [`One automatic answer for each campaign: "${config.auto_reply_text}"${link}`];
}

function confirmations({ confirms = 'destructive' }: Caller): string[] {
  if (confirms === 'never')
    return ['With this token nothing is asked back: what you call, happens.'];
  const asking = operations.filter(
    ({ confirmation, sends }) => confirmation || (confirms === 'always' && sends),
  );
  const names = asking.map(({ name, confirmation, sends }) =>
    (confirmation && !confirmation.when) || sends === true ? name : `${name} (some calls)`,
  );
  return [
    `With this token these are asked back, and do nothing before they are confirmed: ${names.join(', ')}.`,
    'The answer that asks says what would happen. Show it to a person; then call again with confirm: true, or with its preview_token to have it run only if nothing has changed.',
  ];
}

function approval({ require_approval, refuse_outside_window }: ReplySettings): string[] {
  const approved = require_approval
    ? 'A campaign that a program makes or changes waits for an operator (approve_campaign) before it can start.'
    : 'Campaigns that programs make need nobody’s approval.';
  const windows =
    'A text campaign on the Cloud API is not started while people on its list are outside their window.';
  return refuse_outside_window ? [approved, windows] : [approved];
}

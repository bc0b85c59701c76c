import { expect } from 'vitest';
import { at, type Row, seconds } from './cloud-posts.ts';

const nothing = [undefined, 'status', /^unread/] as const;
const sender = ['sender', /^sender:/] as const;
const restricted = (...types: [string, unknown?][]) => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: types.map(([restriction_type, expiration]) => ({
    restriction_type,
    ...(expiration !== undefined && { expiration }),
  })),
});
const biz = 'RESTRICTED_BIZ_INITIATED_MESSAGING';
const customer = 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING';
const ban = (waba_ban_state: string) => ({
  event: 'DISABLED_UPDATE',
  ban_info: { waba_ban_state, waba_ban_date: 'April 2, 2026' },
});
const restriction = (kind: string, words: RegExp, until?: Date) => ({
  kind: 'sender',
  restriction: { kind, reason: expect.stringMatching(words), ...(until && { until }) },
  at,
});

/** About a business account, or a number by its digits. */
export const accountTable: [string, ...Row][] = [
  [
    'account_update',
    'no campaigns until a day',
    restricted([biz, seconds + 60], ['RESTRICTED_ADD_PHONE_NUMBER_ACTION', seconds + 900]),
    restriction(
      'campaigns',
      /restricted.*RESTRICTED_BIZ_INITIATED_MESSAGING\.$/,
      new Date((seconds + 60) * 1_000),
    ),
    ...sender,
  ],
  [
    'account_update',
    'not even answers, until the last of two days',
    restricted([biz, '2026-05-01T00:00:00.000Z'], [customer, seconds + 60]),
    restriction('all', /INITIATED/, new Date('2026-05-01T00:00:00.000Z')),
    ...sender,
  ],
  [
    'account_update',
    'no campaigns until somebody says otherwise',
    restricted([biz], [biz, seconds + 60]),
    restriction('campaigns', /restricted/),
    ...sender,
  ],
  [
    'account_update',
    'no new numbers, which are not our business',
    restricted(['RESTRICTED_ADD_PHONE_NUMBER_ACTION', seconds + 900]),
    ...nothing,
  ],
  [
    'account_update',
    'a violation',
    { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } },
    restriction('campaigns', /violates its rules: SCAM/),
    ...sender,
  ],
  [
    'account_update',
    'the end of the account',
    ban('DISABLE'),
    { kind: 'sender', status: 'disconnected', reason: expect.stringMatching(/disabled/), at },
    ...sender,
  ],
  [
    'account_update',
    'the end of the account on a day to come',
    ban('SCHEDULE_FOR_DISABLE'),
    restriction('campaigns', /on April 2, 2026/),
    ...sender,
  ],
  [
    'account_update',
    'the account’s return, which connects nothing by itself',
    ban('REINSTATE'),
    { kind: 'sender', restriction: null, at },
    ...sender,
  ],
  [
    'account_update',
    'an account that was deleted',
    { event: 'ACCOUNT_DELETED' },
    { kind: 'sender', status: 'disconnected', reason: expect.stringMatching(/deleted/), at },
    ...sender,
  ],
  [
    'account_update',
    'a number that went back to its phone',
    { event: 'ACCOUNT_OFFBOARDED' },
    { kind: 'sender', status: 'disconnected', reason: expect.stringMatching(/taken out/), at },
    ...sender,
  ],
  ['account_update', 'another partner', { event: 'PARTNER_ADDED', waba_info: {} }, ...nothing],
  ['account_update', 'an event of no name', { event: { toString: 1 } }, ...nothing],
  [
    'phone_number_quality_update',
    'a number that people report',
    {
      display_phone_number: '15550003000',
      event: 'FLAGGED',
      current_limit: 'TIER_10K',
      max_daily_conversations_per_business: 'TIER_2K',
    },
    {
      kind: 'sender',
      facts: { quality_event: 'FLAGGED', quality_rating: 'RED', messaging_limit: 'TIER_2K' },
      restriction: {
        kind: 'slowed',
        until: new Date((seconds + 7 * 24 * 3_600) * 1_000),
        reason: expect.stringMatching(/flagged/),
      },
      at,
    },
    ...sender,
  ],
  [
    'phone_number_quality_update',
    'a number that may send faster',
    {
      display_phone_number: '+1 555-000-3000',
      event: 'THROUGHPUT_UPGRADE',
      current_limit: 'TIER_UNLIMITED',
    },
    {
      kind: 'sender',
      facts: {
        quality_event: 'THROUGHPUT_UPGRADE',
        throughput: 'HIGH',
        messaging_limit: 'TIER_UNLIMITED',
      },
      at,
    },
    ...sender,
  ],
  [
    'business_capability_update',
    'another limit by its name',
    { max_daily_conversations_per_business: 'TIER_10K', max_phone_numbers_per_waba: 25 },
    { kind: 'sender', facts: { messaging_limit: 'TIER_10K' }, at },
    ...sender,
  ],
  [
    'business_capability_update',
    'another limit as a count',
    { max_daily_conversations_per_business: 2_000 },
    { kind: 'sender', facts: { messaging_limit: 'TIER_2K' }, at },
    ...sender,
  ],
  [
    'business_capability_update',
    'no limit any more, as it was told before',
    { max_daily_conversation_per_phone: -1 },
    { kind: 'sender', facts: { messaging_limit: 'TIER_UNLIMITED' }, at },
    ...sender,
  ],
  [
    'business_capability_update',
    'a limit that nobody knows',
    { max_daily_conversations_per_business: 'TIER_∞' },
    ...nothing,
  ],
  [
    'account_alerts',
    'an alert',
    {
      entity_type: 'BUSINESS',
      entity_id: '102',
      alert_info: {
        alert_severity: 'WARNING',
        alert_status: 'ACTIVE',
        alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_FAILED',
        alert_description: 'Limits stay as they are.',
      },
    },
    {
      kind: 'sender',
      facts: {
        alert: 'WARNING INCREASED_CAPABILITIES_ELIGIBILITY_FAILED: Limits stay as they are.',
      },
      at,
    },
    ...sender,
  ],
  ['security', 'a field that nobody knows', { event: 'PIN_CHANGED' }, ...nothing],
];

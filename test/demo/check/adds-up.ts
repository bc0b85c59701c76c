import { answersAreObeyed } from './answers.ts';
import type { Evidence } from './evidence.ts';
import { ledgerAddsUp } from './ledger.ts';
import { phonesAgree } from './phones.ts';

/** Everything in which Herald and the phones disagree, as sentences; empty when it adds up. */
export function findDiscrepancies(evidence: Evidence): string[] {
  return [ledgerAddsUp, phonesAgree, answersAreObeyed].flatMap((check) => check(evidence));
}

import { type Evidence, type Row, takenBy } from './evidence.ts';

/** Whether each phone got what its row says that it got, and nobody got more. */
export function phonesAgree(evidence: Evidence): string[] {
  return [rowsAreTrue, nobodyTookTwo, nobodyElseTookOne].flatMap((rule) => rule(evidence));
}

function rowsAreTrue(evidence: Evidence): string[] {
  return evidence.rows.flatMap((row) => {
    const { taken, shown } = takenBy(evidence, row.phone);
    const may = meaningOf(row);
    const facts = `${row.phone} is ${row.status}`;
    if (!may.taken.includes(taken)) {
      return [`${facts}, but WhatsApp took ${taken} messages for it, not ${anyOf(may.taken)}.`];
    }
    if (!may.shown.includes(shown)) {
      return [`${facts}, but the phone shows ${shown} messages, not ${anyOf(may.shown)}.`];
    }
    return [];
  });
}

interface Meaning {
  /** How many messages WhatsApp may have taken. */
  taken: readonly number[];
  /** How many of them the phone may show, now that all receipts have come. */
  shown: readonly number[];
}

const nothing: Meaning = { taken: [0], shown: [0] };
const onItsWay: Meaning = { taken: [1], shown: [0] };
const arrived: Meaning = { taken: [1], shown: [1] };
const nobodyCanTell: Meaning = { taken: [0, 1], shown: [0, 1] };

function meaningOf(row: Row): Meaning {
  switch (row.status) {
    case 'delivered':
    case 'read':
      return arrived;
    case 'accepted':
    case 'sent':
      return onItsWay;
    case 'failed':
      // Either WhatsApp refused it at once, or it took it and could not bring it to the phone.
      return row.accepted_at === null && row.sent_at === null ? nothing : onItsWay;
    case 'unknown':
      return nobodyCanTell;
    case 'planned':
    case 'skipped':
      return nothing;
  }
}

function nobodyTookTwo(evidence: Evidence): string[] {
  return Object.keys(evidence.tally)
    .map((phone) => ({ phone, ...takenBy(evidence, phone) }))
    .filter(({ taken }) => taken > 1)
    .map(({ phone, taken }) => `${phone} took the campaign's message ${taken} times.`);
}

function nobodyElseTookOne(evidence: Evidence): string[] {
  const planned = new Set(evidence.rows.map(({ phone }) => phone));
  return Object.keys(evidence.tally)
    .filter((phone) => !planned.has(phone) && takenBy(evidence, phone).taken > 0)
    .map((phone) => `${phone} took the campaign's message and has no row.`);
}

function anyOf(numbers: readonly number[]): string {
  return numbers.join(' or ');
}

import { entriesOf, fold } from './consent.ts';

/** How much somebody wants something, the least first. */
export const intentLevels = ['low', 'medium', 'high'] as const;
export type IntentLevel = (typeof intentLevels)[number];

/** Words that show an intent, as a workspace writes them down; for the signs see `intent-words.ts`. */
export interface IntentRule {
  level: IntentLevel;
  phrases: readonly string[];
}

export interface Intent {
  level: IntentLevel;
  /** The words that were found, folded. */
  phrase: string;
}

/**
 * The strongest intent that a message shows. Words count wherever they stand, whatever their case
 * and accents, unless a no stands before them: "I am not interested" shows none.
 */
export function readIntent(text: string, rules: readonly IntentRule[]): Intent | undefined {
  const clauses = text
    .slice(0, writtenMax)
    .split(/[.,;:!?¿¡\n]+/u)
    .map(wordsOf);
  return phrasesOf(rules).find((phrase) => clauses.some((words) => isIn(words, phrase)))?.intent;
}

/** How many phrases a pattern stands for, which is why nobody may write one that stands for thousands. */
export function countPhrases(pattern: string): number {
  const choices = [...pattern.matchAll(/[([|]/g)].length;
  return choices > choicesMax ? Number.POSITIVE_INFINITY : entriesOf(pattern).length;
}

/** A level and the stronger ones. */
export function levelsFrom(level: IntentLevel): IntentLevel[] {
  return intentLevels.slice(intentLevels.indexOf(level));
}

/** WhatsApp allows no longer text. */
const writtenMax = 4096;
const choicesMax = 14;
/** How many words before a phrase a no is looked for: "not at all interested". */
const reachOfNo = 3;

const noes = new Set(
  'no not never dont didnt isnt arent wont cant without nunca tampoco sin ni nao nem jamais sem'.split(
    ' ',
  ),
);

interface Phrase {
  intent: Intent;
  words: readonly Word[];
}

/** Part of a word, where a `*` stands for the rest. */
interface Word {
  text: string;
  before: boolean;
  after: boolean;
}

const read = new Map<string, readonly Phrase[]>();
const readMax = 100;

/** The strongest first. Kept by what the rules say, as reading them takes longer than a message does. */
function phrasesOf(rules: readonly IntentRule[]): readonly Phrase[] {
  const key = JSON.stringify(rules);
  const known = read.get(key);
  if (known) return known;

  if (read.size >= readMax) read.clear();
  const phrases = [...rules]
    .sort(byLevel)
    .flatMap(({ level, phrases: patterns }) =>
      patterns.flatMap(entriesOf).map((pattern) => readPhrase(level, pattern)),
    );
  const useful = phrases.filter(({ words }) => words.length > 0);
  read.set(key, useful);
  return useful;
}

function byLevel(one: IntentRule, other: IntentRule): number {
  return intentLevels.indexOf(other.level) - intentLevels.indexOf(one.level);
}

function readPhrase(level: IntentLevel, pattern: string): Phrase {
  const words = pattern.split(/\s+/).flatMap((written) => {
    const parts = wordsOf(written);
    return parts.map((text, at) => ({
      text,
      before: at === 0 && written.startsWith('*'),
      after: at === parts.length - 1 && written.endsWith('*'),
    }));
  });
  const said = words.map(
    ({ text, before, after }) => `${before ? '*' : ''}${text}${after ? '*' : ''}`,
  );
  return { intent: { level, phrase: said.join(' ') }, words };
}

function wordsOf(text: string): string[] {
  return fold(text)
    .split(' ')
    .filter((word) => word !== '');
}

function isIn(words: readonly string[], { words: phrase }: Phrase): boolean {
  return words.some(
    (_, start) =>
      phrase.every((word, at) => fits(word, words[start + at])) &&
      !words.slice(Math.max(0, start - reachOfNo), start).some((word) => noes.has(word)),
  );
}

function fits({ text, before, after }: Word, word = ''): boolean {
  if (before && after) return word.includes(text);
  if (before) return word.endsWith(text);
  return after ? word.startsWith(text) : word === text;
}

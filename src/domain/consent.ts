import {
  type ConsentLanguage,
  type ConsentWords,
  consentLanguages,
  consentWords,
  ordinaryWords,
} from './consent-words.ts';

export { type ConsentLanguage, consentLanguages };

export type ConsentWord = 'stop' | 'start';

/**
 * Whether a message, or the payload of a button, asks for no more messages or for messages
 * again. Only the whole message counts: "the bus stop is near" is an answer.
 */
export function readConsentWord(
  text: string,
  languages: readonly ConsentLanguage[] = consentLanguages,
): ConsentWord | undefined {
  if (text.length > writtenMax) return undefined;
  const folded = fold(text);
  if (folded === '' || folded.length > foldedMax) return undefined;

  const vocabulary = vocabularyOf(languages);
  const words = essence(folded, vocabulary.fillers);
  // Spaces do not count, so that "S T O P", "opt-out" and "OPTOUT" are what they look like.
  const joined = words.join('');
  const exact = vocabulary.joined.get(joined);
  if (exact !== undefined || ordinary.has(joined)) return exact;
  return vocabulary.squeezed.get(squeeze(joined)) ?? readMisspelled(words, vocabulary);
}

/** WhatsApp allows no longer text. What is bounded before it is folded cannot cost much. */
const writtenMax = 4096;
const foldedMax = 200;
const longWordMin = 6;
const fillerWordsMax = 3;

/** Letters that people swap for one another and that Unicode does not take apart. */
const plainLetters = new Map(
  Object.entries({ ı: 'i', ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd' })
    .concat(Object.entries({ ـ: '', ٱ: 'ا', ى: 'ي', ی: 'ي', ة: 'ه', ک: 'ك' }))
    .concat([['ँ', 'ं']]),
);

interface Phrase {
  readonly words: readonly string[];
  readonly means: ConsentWord;
}

interface Vocabulary {
  readonly fillers: ReadonlySet<string>;
  readonly phrases: readonly Phrase[];
  /** Phrases without their spaces; and those again without repeated letters. */
  readonly joined: ReadonlyMap<string, ConsentWord>;
  readonly squeezed: ReadonlyMap<string, ConsentWord>;
}

const ordinary = new Set(entriesOf(ordinaryWords).map(fold));
const vocabularies = new Map<string, Vocabulary>();

function vocabularyOf(languages: readonly ConsentLanguage[]): Vocabulary {
  const key = languages.join();
  const known = vocabularies.get(key);
  if (known !== undefined) return known;

  const vocabulary = learn([consentWords.everywhere, ...languages.map((it) => consentWords[it])]);
  vocabularies.set(key, vocabulary);
  return vocabulary;
}

function learn(sources: readonly ConsentWords[]): Vocabulary {
  const fillers = new Set(sources.flatMap((source) => entriesOf(source.fillers)).map(fold));
  const phrasesOf = (means: ConsentWord): Phrase[] =>
    sources
      .flatMap((source) => entriesOf(source[means]))
      .map((entry) => ({ words: essence(fold(entry), fillers), means }));

  // Between the two, stop wins: whoever meant the other is only kept as they are.
  const starts = phrasesOf('start');
  const stops = phrasesOf('stop');
  const joined = new Map([...starts, ...stops].map((it) => [it.words.join(''), it.means]));
  const squeezed = new Map([...joined].map(([phrase, means]) => [squeeze(phrase), means]));
  return { fillers, phrases: [...stops, ...starts], joined, squeezed };
}

/** What a list of patterns stands for: "stop [it], (end|quit)" → stop, stop it, end, quit. */
export function entriesOf(patterns: string): string[] {
  return patterns.split(',').flatMap(expand);
}

function expand(pattern: string): string[] {
  const innermost = /([[(])([^[\]()]*)[\])]/.exec(pattern);
  if (innermost === null) return [pattern];

  const [group, bracket, inside = ''] = innermost;
  const choices = bracket === '[' ? ['', ...inside.split('|')] : inside.split('|');
  return choices.flatMap((choice) => expand(pattern.replace(group, choice)));
}

/** Letters and figures in their plainest form, words parted by one space. */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/[\p{Default_Ignorable_Code_Point}'’ʼ`]/gu, '')
      // The one hamza that tells words apart: ابدأ is "start", أبدا is "never".
      .replace(/أ(?![\p{L}\p{M}])/gu, 'اء')
      .toLowerCase()
      .normalize('NFD')
      // In Hindi and in kana the marks are vowels and consonants; elsewhere they are accents.
      .replace(/(?![\p{Script=Devanagari}\u3099\u309a])\p{M}|\u093c/gu, '')
      .normalize('NFC')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .replace(/\P{ASCII}/gu, (letter) => plainLetters.get(letter) ?? letter)
      .trim()
  );
}

/** The words that matter: no greeting or thanks at either end, and "stop stop stop" once. */
function essence(folded: string, fillers: ReadonlySet<string>): readonly string[] {
  const words = folded.split(' ').filter((word, at, all) => word !== all[at - 1]);
  return withoutFillers(words, fillers);
}

function withoutFillers(words: readonly string[], fillers: ReadonlySet<string>): readonly string[] {
  for (let n = Math.min(fillerWordsMax, words.length); n > 0; n--) {
    if (fillers.has(words.slice(0, n).join(' '))) return withoutFillers(words.slice(n), fillers);
    if (fillers.has(words.slice(-n).join(' '))) return withoutFillers(words.slice(0, -n), fillers);
  }
  return words;
}

/** "stoooop" → "stop". */
function squeeze(text: string): string {
  return text.replace(/(.)\1+/gu, '$1');
}

function readMisspelled(words: readonly string[], { phrases }: Vocabulary) {
  return phrases.find(
    (phrase) =>
      phrase.words.length === words.length &&
      phrase.words.every((known, at) => isMeant(known, words[at] ?? '')),
  )?.means;
}

/**
 * Whether a written word is the known one, give or take one slip in a long word. Only in Latin
 * and Cyrillic letters: in other scripts one sign more can be a "not".
 */
function isMeant(known: string, written: string): boolean {
  if (known === written) return true;
  if (known.length < longWordMin || !/^[a-zа-я]+$/.test(known)) return false;
  return isOneSlip(known, written) && !ordinary.has(written);
}

/** One letter more, less, other, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (end < shorter && a.at(-1 - end) === b.at(-1 - end)) end++;

  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  const isSwap = restA.length === 2 && restA === [...restB].reverse().join('');
  return isSwap || (restA.length <= 1 && restB.length <= 1);
}

import { Refusal } from '../errors.ts';

/** The longest text that WhatsApp takes in one message, in characters. */
export const messageTextMax = 4096;

/** A message text with places for what differs from one person to the next. */
export interface Template {
  /** The names that the text asks for, folded, each once, in the order of the text. */
  readonly variables: readonly string[];
  /** Values are found by folded name and put in as they are; a blank one counts as missing. */
  render(values: TemplateValues): { text: string } | { missing: string[] };
}

export type TemplateValues = Readonly<Record<string, string | undefined>>;

/** What becomes of a message whose variable has neither a value nor a default: it fails, is left out, or goes without it. */
export const missingPolicies = ['fail', 'skip', 'default'] as const;
export type MissingPolicy = (typeof missingPolicies)[number];

/**
 * Reads `{name}`, `{name|friend}` with a default, and `{{` `}}` for the braces themselves.
 * With the policy `default` nothing is ever missing: a variable without a default has an empty one.
 * Throws a Refusal that says where the text is wrong.
 */
export function parseTemplate(text: string, whenMissing: MissingPolicy = 'skip'): Template {
  if (text.length > messageTextMax) {
    throw new Refusal(
      'invalid_input',
      `The text has ${text.length} characters; a WhatsApp message holds ${messageTextMax}.`,
      { length: text.length, lengthMax: messageTextMax },
    );
  }
  const parts = [...text.matchAll(partPattern)].map((match) => readPart(match, text));
  const names = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
  const fallback = whenMissing === 'default' ? '' : undefined;
  return { variables: [...new Set(names)], render: (values) => render(parts, values, fallback) };
}

/** The variables of a text that a person must have a value for: without a default, and not the same for everyone. */
export function requiredVariables(text: string): string[] {
  const rendered = parseTemplate(text).render({ shop: 'always there', phone: 'always there' });
  return 'missing' in rendered ? rendered.missing : [];
}

/** One spelling for a name: "Código  Postal" → "codigo_postal". */
export function foldKey(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .trim()
    .replace(/\s+/g, '_');
}

interface Variable {
  readonly name: string;
  readonly fallback?: string;
}

type Part = string | Variable;

const partPattern = /\{\{|\}\}|\{(?<inside>[^{}]*)\}|[{}]|[^{}]+/g;

/** The words of Spanish-speaking operators for what every contact has. */
const aliases = new Map([
  ['nombre', 'name'],
  ['telefono', 'phone'],
  ['tienda', 'shop'],
]);

function readPart(match: RegExpExecArray, text: string): Part {
  const [written] = match;
  const inside = match.groups?.inside;
  if (inside !== undefined) return readVariable(inside, match.index, text);
  if (written === '{{' || written === '}}') return written.charAt(0);
  if (written === '{') {
    refuse(text, match.index, 'is never closed. Write {name}, or {{ for the brace itself.');
  }
  if (written === '}') {
    refuse(text, match.index, 'closes nothing. Write {name}, or }} for the brace itself.');
  }
  return written;
}

function readVariable(inside: string, index: number, text: string): Variable {
  const bar = inside.indexOf('|');
  const key = foldKey(bar === -1 ? inside : inside.slice(0, bar));
  if (key === '') refuse(text, index, 'has no name after it. Write {name} or {name|friend}.');

  const name = aliases.get(key) ?? key;
  return bar === -1 ? { name } : { name, fallback: inside.slice(bar + 1) };
}

function refuse(text: string, index: number, fault: string): never {
  // Counted in characters as people see them: an emoji is one, though it takes two units.
  const position = [...text.slice(0, index)].length + 1;
  throw new Refusal('invalid_input', `The brace at character ${position} ${fault}`, { position });
}

function render(parts: readonly Part[], values: TemplateValues, fallback: string | undefined) {
  const missing = new Set<string>();
  const texts = parts.map((part) => {
    if (typeof part === 'string') return part;
    const text = givenValue(values, part.name) ?? part.fallback ?? fallback;
    if (text === undefined) missing.add(part.name);
    return text;
  });
  return missing.size > 0 ? { missing: [...missing] } : { text: texts.join('') };
}

function givenValue(values: TemplateValues, name: string): string | undefined {
  // A variable called "constructor" must not find what every object inherits.
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value?.trim() === '' ? undefined : value;
}

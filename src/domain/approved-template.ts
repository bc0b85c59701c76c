import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { MediaType, OutboundContent, OutboundMedia, TemplateValue } from './outbound.ts';
import {
  type MissingPolicy,
  parseTemplate,
  type Template,
  type TemplateValues,
} from './template.ts';

/** What of a template that WhatsApp has approved is to be filled in, and how it reads. */
export interface TemplateShape {
  header: { kind: 'none' } | ({ kind: 'text' } & FilledText) | { kind: 'media'; type: MediaType };
  body: FilledText;
  footer: string | undefined;
  buttons: readonly TemplateShapeButton[];
}

export interface FilledText {
  text: string;
  /** What stands between the braces, each once, in the order of the text: `1` and `2`, or names. */
  places: readonly string[];
}

export interface TemplateShapeButton {
  kind: 'url' | 'quick_reply' | 'copy_code' | 'other';
  text: string;
  /** Whether a message has to bring something for it; a quick reply may, and need not. */
  needsValue: boolean;
}

/** What a campaign fills in, the same for everyone or with variables like `{name}` in it. */
export interface TemplateParams {
  header: readonly string[];
  body: readonly string[];
  buttons: readonly { index: number; value: string }[];
}

export const noParams: TemplateParams = { header: [], body: [], buttons: [] };

/** Reads header, body, footer and buttons as WhatsApp describes them. Unknown parts are as if absent. */
export function readShape(components: unknown): TemplateShape {
  const parts = Array.isArray(components) ? components.flatMap(readPart) : [];
  const find = <T extends Part['type']>(type: T) =>
    parts.find((part): part is Extract<Part, { type: T }> => part.type === type);
  return {
    header: headerOf(find('HEADER')),
    body: filled(find('BODY')?.text ?? ''),
    footer: find('FOOTER')?.text,
    buttons: (find('BUTTONS')?.buttons ?? []).map(buttonOf),
  };
}

/** Throws a Refusal that says what is missing or too much. */
export function checkParams(
  name: string,
  shape: TemplateShape,
  params: TemplateParams,
  hasMedia: boolean,
): void {
  const { header, body, buttons } = shape;
  count(name, 'header', header.kind === 'text' ? header.places.length : 0, params.header.length);
  count(name, 'body', body.places.length, params.body.length);
  if (header.kind === 'media' && !hasMedia) {
    refuse(name, `has a header with ${article(header.type)}: give media_url and media_type.`);
  }
  for (const { index } of params.buttons) {
    const button = buttons[index];
    if (!button)
      refuse(name, `has no button ${index}; its buttons count from 0 to ${buttons.length - 1}.`);
    if (button.kind === 'other')
      refuse(name, `has nothing to fill in on button ${index} (“${button.text}”).`);
  }
  for (const [index, { needsValue, text }] of buttons.entries()) {
    if (needsValue && !params.buttons.some((given) => given.index === index)) {
      refuse(name, `wants a value for button ${index} (“${text}”).`);
    }
  }
}

/**
 * The template as one person reads it, as a text of ours: what is filled in may hold variables like
 * `{name}`, and the template's own braces stand for themselves.
 */
export function textOf({ header, body, footer }: TemplateShape, params: TemplateParams): string {
  const lines = [
    header.kind === 'text' ? put(header, params.header) : undefined,
    put(body, params.body),
    footer && doubled(footer),
  ];
  return lines.filter(Boolean).join('\n\n');
}

/** A template with what a campaign fills in, read once. */
export interface FilledTemplate {
  name: string;
  language: string;
  shape: TemplateShape;
  header: readonly Template[];
  body: readonly Template[];
  buttons: readonly { index: number; value: Template }[];
}

export function fillTemplate(
  { name, language, shape }: { name: string; language: string; shape: TemplateShape },
  params: TemplateParams,
  whenMissing: MissingPolicy,
): FilledTemplate {
  const read = (text: string) => parseTemplate(text, whenMissing);
  return {
    ...{ name, language, shape },
    header: params.header.map(read),
    body: params.body.map(read),
    buttons: params.buttons.map(({ index, value }) => ({ index, value: read(value) })),
  };
}

/** The template as it goes over the wire for one person. `text` is what they read of it. */
export function renderTemplate(
  { name, language, shape, header, body, buttons }: FilledTemplate,
  values: TemplateValues,
  text: string,
  media: OutboundMedia | undefined,
): { text: string; content: OutboundContent } | { missing: string[] } {
  const missing: string[] = [];
  const put = (template: Template): string => {
    const rendered = template.render(values);
    if ('text' in rendered) return rendered.text;
    missing.push(...rendered.missing);
    return '';
  };
  const valuesOf = (templates: readonly Template[], places: readonly string[]) =>
    templates.map((template, i) => valueAt(places[i], put(template)));
  const headerValues = shape.header.kind === 'text' ? valuesOf(header, shape.header.places) : [];
  const template = {
    ...{ name, language, text },
    ...(media && { header: { kind: 'media', media } as const }),
    ...(headerValues.length > 0 && { header: { kind: 'text', values: headerValues } as const }),
    body: valuesOf(body, shape.body.places),
    buttons: buttons.flatMap(({ index, value }) => {
      const kind = shape.buttons[index]?.kind;
      return kind && kind !== 'other' ? [{ index, kind, value: put(value) }] : [];
    }),
  };
  return missing.length > 0 ? { missing } : { text, content: { kind: 'template', template } };
}

/** Places with a number are filled in by their order, those with a name by it. */
function valueAt(place: string | undefined, text: string): TemplateValue {
  return place === undefined || /^\d+$/.test(place) ? { text } : { name: place, text };
}

const place = /\{\{\s*([\w.-]{1,100})\s*\}\}/g;

function filled(text: string): FilledText {
  const places = [...text.matchAll(place)].map(([, name = '']) => name);
  return { text, places: [...new Set(places)] };
}

function put({ text, places }: FilledText, values: readonly string[]): string {
  let end = 0;
  let written = '';
  for (const match of text.matchAll(place)) {
    const value = values[places.indexOf(match[1] ?? '')] ?? '';
    written += doubled(text.slice(end, match.index)) + value;
    end = match.index + match[0].length;
  }
  return written + doubled(text.slice(end));
}

function doubled(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}

function count(name: string, where: string, wanted: number, given: number): void {
  if (wanted === given) return;
  refuse(
    name,
    `has ${wanted} ${wanted === 1 ? 'place' : 'places'} to fill in its ${where}, and ${given} ${given === 1 ? 'value was' : 'values were'} given.`,
  );
}

function refuse(name: string, fault: string): never {
  throw new Refusal('invalid_input', `The template ${name} ${fault}`);
}

function article(type: MediaType): string {
  return type === 'image' || type === 'audio' ? `an ${type}` : `a ${type}`;
}

const word = z.string().catch('');
const Button = z.object({ type: z.string(), text: word, url: word });
const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('HEADER'), format: z.string().catch('TEXT'), text: word }),
  z.object({ type: z.literal('BODY'), text: word }),
  z.object({ type: z.literal('FOOTER'), text: word }),
  z.object({ type: z.literal('BUTTONS'), buttons: z.array(z.unknown()).catch([]) }),
]);
type Part = z.infer<typeof Part>;

function readPart(given: unknown): Part[] {
  const part = Part.safeParse(given).data;
  return part ? [part] : [];
}

const mediaOf: ReadonlyMap<string, MediaType> = new Map([
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
  ['DOCUMENT', 'document'],
]);

function headerOf(part: Extract<Part, { type: 'HEADER' }> | undefined): TemplateShape['header'] {
  if (!part) return { kind: 'none' };
  const type = mediaOf.get(part.format);
  return type ? { kind: 'media', type } : { kind: 'text', ...filled(part.text) };
}

function buttonOf(given: unknown): TemplateShapeButton {
  const button = Button.safeParse(given).data;
  switch (button?.type) {
    case 'URL':
      return { kind: 'url', text: button.text, needsValue: filled(button.url).places.length > 0 };
    case 'QUICK_REPLY':
      return { kind: 'quick_reply', text: button.text, needsValue: false };
    case 'COPY_CODE':
      return { kind: 'copy_code', text: button.text, needsValue: true };
    default:
      return { kind: 'other', text: button?.text ?? '', needsValue: false };
  }
}

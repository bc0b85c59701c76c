import { type FilledTemplate, renderTemplate } from './approved-template.ts';
import type { OutboundContent, OutboundMedia } from './outbound.ts';
import { type MissingPolicy, messageTextMax, type Template } from './template.ts';

/** What a campaign says, ready to be filled in. */
export interface Content {
  template: Template;
  /** Whether a message that lacks a value counts as left out or as failed. */
  whenMissing: MissingPolicy;
  /** A file that goes with the words. */
  media?: OutboundMedia | undefined;
  /** A template that WhatsApp has approved; the words are then what people read of it. */
  approved?: FilledTemplate | undefined;
  /** Values that are the same for everyone, such as the shop's name. */
  shared: Readonly<Record<string, string>>;
  /** The line that leads out of the campaign, with `{link}` in it; absent when the campaign has none. */
  optOutLine?: string | undefined;
}

/** What `{link}` stands for in a workspace's own wording of the opt-out line. */
export const linkPlace = '{link}';
export const defaultOptOutLine = `Unsubscribe: ${linkPlace}`;

/** WhatsApp's own limit for what stands under a file. */
export const captionMax = 1024;

export type Rendered =
  | { text: string; content: OutboundContent }
  | { missing: string[] }
  | { tooLong: number };

/** The message as one person gets it. `link` is asked for only where the content shows one. */
export function renderContent(
  content: Content,
  vars: Readonly<Record<string, string>>,
  link: () => string,
): Rendered {
  const values = { ...vars, ...content.shared };
  const rendered = content.template.render(values);
  if ('missing' in rendered) return rendered;
  const { media, approved, optOutLine } = content;
  const text =
    optOutLine === undefined
      ? rendered.text
      : `${rendered.text}\n\n${withLink(optOutLine, link())}`;
  if (approved) return renderTemplate(approved, values, text, media);
  if (text.length > (media ? captionMax : messageTextMax)) return { tooLong: text.length };
  return {
    text,
    content: media ? { kind: 'media', media, caption: text } : { kind: 'text', text },
  };
}

/** A wording without a place for the link gets it at its end. */
function withLink(line: string, link: string): string {
  return line.includes(linkPlace) ? line.replaceAll(linkPlace, link) : `${line} ${link}`;
}

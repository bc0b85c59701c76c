import type { OutboundContent, OutboundMedia } from './outbound.ts';
import type { MissingPolicy, Template } from './template.ts';

/** What a campaign says, ready to be filled in. */
export interface Content {
  template: Template;
  /** Whether a message that lacks a value counts as left out or as failed. */
  whenMissing: MissingPolicy;
  /** A file that goes with the words. */
  media?: OutboundMedia | undefined;
  /** Values that are the same for everyone, such as the shop's name. */
  shared: Readonly<Record<string, string>>;
  /** The line that leads out of the campaign, with `{link}` in it; absent when the campaign has none. */
  optOutLine?: string | undefined;
}

/** What `{link}` stands for in a workspace's own wording of the opt-out line. */
export const linkPlace = '{link}';
export const defaultOptOutLine = `Unsubscribe: ${linkPlace}`;

export type Rendered = { text: string } | { missing: string[] };

/** The message as one person gets it. `link` is asked for only where the content shows one. */
export function renderContent(
  content: Content,
  vars: Readonly<Record<string, string>>,
  link: () => string,
): Rendered {
  const rendered = content.template.render({ ...vars, ...content.shared });
  if ('missing' in rendered || content.optOutLine === undefined) return rendered;
  return { text: `${rendered.text}\n\n${withLink(content.optOutLine, link())}` };
}

/** What goes over the wire, around the words that one person gets. */
export function contentOf({ media }: Content, text: string): OutboundContent {
  return media ? { kind: 'media', media, caption: text } : { kind: 'text', text };
}

/** A wording without a place for the link gets it at its end. */
function withLink(line: string, link: string): string {
  return line.includes(linkPlace) ? line.replaceAll(linkPlace, link) : `${line} ${link}`;
}

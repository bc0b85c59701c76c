/** A file that is sent along: a picture, a film, a document or a sound. */
export const mediaTypes = ['image', 'video', 'document', 'audio'] as const;
export type MediaType = (typeof mediaTypes)[number];

export interface OutboundMedia {
  type: MediaType;
  mimeType: string;
  /** What the person sees a document called. */
  fileName?: string | undefined;
  /** Where WhatsApp fetches it, or the bytes themselves; `key` names equal bytes equally, so that a bridge may upload them once. */
  source: { url: string } | { bytes: Uint8Array; key: string };
}

/** A button that answers: what it says, and what comes back when it is pressed. */
export interface ReplyButton {
  id: string;
  title: string;
}

/** A template that WhatsApp has approved, with what is filled in for one person. */
export interface OutboundTemplate {
  name: string;
  /** Like `pt_BR`. */
  language: string;
  header?:
    | { kind: 'text'; values: readonly TemplateValue[] }
    | { kind: 'media'; media: OutboundMedia };
  body: readonly TemplateValue[];
  buttons: readonly TemplateButton[];
  /** What a person reads, for bridges without templates and for our own records. */
  text: string;
}

/** Positional where the name is absent. */
export interface TemplateValue {
  name?: string | undefined;
  text: string;
}

/** What fills in a button; `index` counts from 0 over all buttons of the template. */
export interface TemplateButton {
  index: number;
  kind: 'url' | 'quick_reply' | 'copy_code';
  value: string;
}

export type OutboundContent =
  | { kind: 'text'; text: string }
  | { kind: 'media'; media: OutboundMedia; caption?: string | undefined }
  | { kind: 'buttons'; text: string; buttons: readonly ReplyButton[] }
  | { kind: 'template'; template: OutboundTemplate };

/** The words that a person reads of a message, whatever else comes with it. */
export function wordsOf(content: OutboundContent): string {
  switch (content.kind) {
    case 'text':
    case 'buttons':
      return content.text;
    case 'media':
      return content.caption ?? '';
    case 'template':
      return content.template.text;
  }
}

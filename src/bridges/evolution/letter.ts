import type {
  OutboundContent,
  OutboundMedia,
  OutboundTemplate,
  ReplyButton,
} from '../../domain/outbound.ts';
import type { Outbound } from '../bridge.ts';
import { templateOf } from '../cloud/body.ts';
import { addressOf } from './jids.ts';

/** What is posted for one message, and where; `misfit` says why there is nothing to post. */
export type Letter = { path: string; body: object } | { misfit: string };

/** The integration of an instance that speaks WhatsApp's own Cloud API: it alone has templates. */
export const businessIntegration = 'WHATSAPP-BUSINESS';

export function letterOf({ to, person, content, replyTo }: Outbound, integration: unknown): Letter {
  const number = addressOf({ ...person, ...(to !== '' && { phone: to }) });
  if (number === undefined) return { misfit: 'The person has neither a phone nor a LID.' };
  const letter = contentOf(content, integration === businessIntegration);
  if ('misfit' in letter) return letter;
  // Evolution finds the rest of the message that is quoted in its own database.
  const quoted = replyTo !== undefined && { quoted: { key: { id: replyTo } } };
  return { path: letter.path, body: { number, ...letter.body, ...quoted } };
}

function contentOf(content: OutboundContent, hasTemplates: boolean): Letter {
  switch (content.kind) {
    case 'text':
      return text(content.text);
    case 'buttons':
      return text(withChoices(content.text, content.buttons));
    case 'media':
      return file(content.media, content.caption);
    case 'template':
      return hasTemplates ? approved(content.template) : rendered(content.template);
  }
}

/** Without a preview: for one, Evolution would fetch every link before it sends. */
function text(words: string): Letter {
  return { path: '/message/sendText', body: { text: words, linkPreview: false } };
}

/** Buttons of personal accounts often do not show, so the choices are written out. */
function withChoices(words: string, buttons: readonly ReplyButton[]): string {
  const choices = buttons.map(({ title }, n) => `${n + 1}. ${title}`);
  return [words, '', ...choices].join('\n');
}

function file(media: OutboundMedia, caption = ''): Letter {
  const { type, mimeType, fileName } = media;
  if (type === 'audio' && caption === '') {
    return { path: '/message/sendWhatsAppAudio', body: { audio: sourceOf(media) } };
  }
  const body = {
    // A voice message has no place for words, so a sound that comes with some goes as a file.
    mediatype: type === 'audio' ? 'document' : type,
    mimetype: mimeType,
    media: sourceOf(media),
    ...(caption !== '' && { caption }),
    ...(fileName !== undefined && { fileName }),
  };
  return { path: '/message/sendMedia', body };
}

function sourceOf({ source }: OutboundMedia): string {
  return 'url' in source ? source.url : Buffer.from(source.bytes).toString('base64');
}

/** What WhatsApp has approved, by its name. The instance has no way to upload a header. */
function approved(template: OutboundTemplate): Letter {
  const { header } = template;
  if (header?.kind === 'media' && !('url' in header.media.source)) {
    return { misfit: 'Over Evolution, the header of a template needs the address of its file.' };
  }
  const { name, components } = templateOf(template, undefined);
  return { path: '/message/sendTemplate', body: { name, language: template.language, components } };
}

function rendered({ header, text: words }: OutboundTemplate): Letter {
  return header?.kind === 'media' ? file(header.media, words) : text(words);
}

import type { OutboundContent, OutboundMedia } from '../bridge.ts';

/** What WAHA can send: a text, or a file with a text below it. */
export interface Letter {
  text: string;
  media?: OutboundMedia;
}

export interface Addressed {
  session: string;
  chatId: string;
  /** The provider id of the message that this one answers. */
  replyTo?: string | undefined;
  /** The id that the message shall have, where it is ours to choose. */
  id?: string | undefined;
}

/** Buttons do not show on phones when WAHA sends them, so they become choices to answer with. */
export function letterOf(content: OutboundContent): Letter {
  switch (content.kind) {
    case 'text':
      return { text: content.text };
    case 'media':
      return { text: content.caption ?? '', media: content.media };
    case 'buttons': {
      const choices = content.buttons.map(({ title }, i) => `${i + 1}. ${title}`);
      return { text: `${content.text}\n\n${choices.join('\n')}` };
    }
    case 'template': {
      const { text, header } = content.template;
      return { text, ...(header?.kind === 'media' && { media: header.media }) };
    }
  }
}

/** The request that sends a letter. */
export function requestOf(
  { text, media }: Letter,
  { session, chatId, replyTo, id }: Addressed,
): { path: string; body: object } {
  const common = {
    session,
    chatId,
    ...(replyTo !== undefined && { reply_to: quoted(chatId, replyTo) }),
  };
  if (!media) {
    // A preview would be made by fetching the link, and some links are pressed by that.
    const body = { ...common, text, linkPreview: false, ...(id !== undefined && { id }) };
    return { path: '/api/sendText', body };
  }
  const endpoint = endpointOf(media, text);
  return {
    path: `/api/${endpoint}`,
    body: {
      ...common,
      file: fileOf(media),
      ...(endpoint !== 'sendVoice' && { caption: text }),
      // WhatsApp plays one format of each; WAHA turns others into it.
      ...((endpoint === 'sendVoice' || endpoint === 'sendVideo') && { convert: true }),
    },
  };
}

/** The engine that drives a browser knows messages by the long form alone; the others take either. */
function quoted(chatId: string, id: string): string {
  return id.includes('_') ? id : `false_${chatId}_${id}`;
}

/** A voice message has no place for words, so a sound that comes with some goes as a file. */
function endpointOf({ type }: OutboundMedia, text: string) {
  switch (type) {
    case 'image':
      return 'sendImage';
    case 'video':
      return 'sendVideo';
    case 'document':
      return 'sendFile';
    case 'audio':
      return text === '' ? 'sendVoice' : 'sendFile';
  }
}

function fileOf({ mimeType, fileName, source }: OutboundMedia): object {
  return {
    mimetype: mimeType,
    ...(fileName !== undefined && { filename: fileName }),
    ...('url' in source
      ? { url: source.url }
      : { data: Buffer.from(source.bytes).toString('base64') }),
  };
}

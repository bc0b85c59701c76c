import type {
  OutboundContent,
  OutboundMedia,
  OutboundTemplate,
  TemplateButton,
  TemplateValue,
} from '../../domain/outbound.ts';
import type { Outbound } from '../bridge.ts';

/** What is posted for one message. `uploadedId` stands for the file of which we have the bytes. */
export function bodyOf(
  { to, person, content, replyTo, token }: Outbound,
  uploadedId: string | undefined,
): object {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // A person who hides the number is known by the business-scoped user id alone.
    ...(to === '' ? { recipient: person?.bsuid } : { to: to.replace(/^\+/, '') }),
    ...(replyTo !== undefined && { context: { message_id: replyTo } }),
    ...contentOf(content, uploadedId),
    biz_opaque_callback_data: token,
  };
}

/** The file that a message carries, be it its content or a template's header. */
export function fileOf(content: OutboundContent): OutboundMedia | undefined {
  if (content.kind === 'media') return content.media;
  if (content.kind !== 'template') return undefined;
  const { header } = content.template;
  return header?.kind === 'media' ? header.media : undefined;
}

function contentOf(content: OutboundContent, uploadedId: string | undefined): object {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: false } };
    case 'media': {
      const { media, caption } = content;
      const file = fileReference(media, uploadedId);
      return { type: media.type, [media.type]: { ...file, ...(caption && { caption }) } };
    }
    case 'buttons':
      return { type: 'interactive', interactive: interactiveOf(content) };
    case 'template':
      return { type: 'template', template: templateOf(content.template, uploadedId) };
  }
}

function fileReference({ type, fileName, source }: OutboundMedia, uploadedId: string | undefined) {
  return {
    ...('url' in source ? { link: source.url } : { id: uploadedId }),
    ...(type === 'document' && fileName !== undefined && { filename: fileName }),
  };
}

function interactiveOf({ text, buttons }: Extract<OutboundContent, { kind: 'buttons' }>) {
  const replies = buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
  return { type: 'button', body: { text }, action: { buttons: replies } };
}

/** A template as WhatsApp wants it filled in; bridges that hand it on want the same. */
export function templateOf(template: OutboundTemplate, uploadedId: string | undefined) {
  const header = headerOf(template.header, uploadedId);
  const body = template.body.map(textParameter);
  return {
    name: template.name,
    language: { code: template.language },
    components: [
      ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
      ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
      ...template.buttons.map(buttonOf),
    ],
  };
}

function headerOf(header: OutboundTemplate['header'], uploadedId: string | undefined): object[] {
  if (header === undefined) return [];
  if (header.kind === 'text') return header.values.map(textParameter);
  const { media } = header;
  return [{ type: media.type, [media.type]: fileReference(media, uploadedId) }];
}

function textParameter({ name, text }: TemplateValue) {
  return { type: 'text', ...(name !== undefined && { parameter_name: name }), text };
}

function buttonOf({ index, kind, value }: TemplateButton) {
  return {
    type: 'button',
    sub_type: kind,
    index: String(index),
    parameters: [fillIn(kind, value)],
  };
}

function fillIn(kind: TemplateButton['kind'], value: string) {
  switch (kind) {
    case 'url':
      return { type: 'text', text: value };
    case 'quick_reply':
      return { type: 'payload', payload: value };
    case 'copy_code':
      return { type: 'coupon_code', coupon_code: value };
  }
}

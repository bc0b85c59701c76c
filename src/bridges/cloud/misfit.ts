import type { OutboundContent, OutboundTemplate, ReplyButton } from '../../domain/outbound.ts';
import type { Outbound } from '../bridge.ts';

const textMax = 4_096;
const captionMax = 1_024;
const buttonsTextMax = 1_024;
const buttonsMax = 3;
const titleMax = 20;
const buttonIdMax = 256;

/**
 * Why WhatsApp would not take such a message, whoever gets it; undefined when it fits. Asked before
 * anything is uploaded or written. https://developers.facebook.com/docs/whatsapp/cloud-api/messages
 */
export function misfitOf({ content }: Outbound): string | undefined {
  switch (content.kind) {
    case 'text':
      return tooLong('The text', content.text, textMax);
    case 'media':
      return misfitOfMedia(content);
    case 'buttons':
      return tooLong('The text', content.text, buttonsTextMax) ?? misfitOfButtons(content.buttons);
    case 'template':
      return misfitOfTemplate(content.template);
  }
}

function misfitOfMedia({ media, caption = '' }: Extract<OutboundContent, { kind: 'media' }>) {
  if (media.type === 'audio' && caption !== '') return 'A sound cannot have a caption.';
  return caption === '' ? undefined : tooLong('The caption', caption, captionMax);
}

function misfitOfButtons(buttons: readonly ReplyButton[]): string | undefined {
  if (buttons.length < 1 || buttons.length > buttonsMax) {
    return `A message has one to ${buttonsMax} buttons, not ${buttons.length}.`;
  }
  // Pressing one of two with the same name would say nothing; WhatsApp refuses both kinds of twins.
  const twins = (names: readonly string[]) => new Set(names).size < names.length;
  if (twins(buttons.map(({ id }) => id)) || twins(buttons.map(({ title }) => title))) {
    return 'Two buttons must not be the same.';
  }
  return buttons
    .map(
      ({ id, title }) =>
        tooLong(`The button "${title}"`, title, titleMax) ??
        tooLong(`The id of the button "${title}"`, id, buttonIdMax),
    )
    .find((misfit) => misfit !== undefined);
}

function misfitOfTemplate({ header }: OutboundTemplate): string | undefined {
  const isSound = header?.kind === 'media' && header.media.type === 'audio';
  return isSound ? 'A sound cannot be the header of a template.' : undefined;
}

/** Nothing is too short by the same measure: an empty text is refused, too. */
function tooLong(what: string, text: string, charsMax: number): string | undefined {
  if (text === '') return `${what} is empty.`;
  // Whatever has few units has few characters; only the rest has to be counted.
  if (text.length <= charsMax || [...text].length <= charsMax) return undefined;
  return `${what} is longer than ${charsMax} characters.`;
}

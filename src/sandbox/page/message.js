import { element, timeElement } from './elements.js';
import { pieces, safeLink } from './entities.js';

/**
 * Draws one message of the chat. `actions.press(message, data, button)` and
 * `actions.say(text)` are what its buttons do.
 */
export function messageElement(message, actions) {
  const bubble = element('div', { className: 'bubble' }, ...attachment(message));
  const text = message.text ?? message.caption;
  if (text !== undefined) {
    bubble.append(
      element('p', { className: 'text' }, ...formatted(text, message.entities, actions)),
    );
  }
  bubble.append(footer(message));

  const item = element('li', { className: `message from-${message.from}` }, bubble);
  if (message.buttons.length > 0) item.append(inlineKeyboard(message, actions));
  return item;
}

function formatted(text, entities, actions) {
  return pieces(text, entities).map((piece) =>
    piece.entities.reduceRight(
      (inner, entity) => wrapped(entity, inner, piece.text, actions),
      piece.text,
    ),
  );
}

const plainTags = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'code',
  spoiler: 'span',
  blockquote: 'span',
  expandable_blockquote: 'span',
};

function wrapped(entity, inner, text, actions) {
  const tag = plainTags[entity.type];
  if (tag !== undefined) return element(tag, { className: entity.type }, inner);
  if (entity.type === 'bot_command') {
    const say = () => actions.say(text);
    return element('button', { type: 'button', className: 'command', onclick: say }, inner);
  }
  const href = entity.type === 'text_link' ? entity.url : text;
  if (!['url', 'text_link'].includes(entity.type) || !safeLink(href)) return inner;
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, inner);
}

function attachment({ document, photo }) {
  if (photo !== undefined) {
    const { url, width, height } = photo;
    return [
      element('img', { src: url, width, height, alt: 'Picture from the chat', loading: 'lazy' }),
    ];
  }
  if (document === undefined) return [];
  const { url, file_name, file_size } = document;
  const size = element('span', { className: 'size' }, sizeText(file_size));
  const name = element('span', { className: 'name' }, file_name);
  return [element('a', { className: 'document', href: url, download: file_name }, name, size)];
}

function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function footer({ date, edit_date }) {
  const marks = edit_date === undefined ? [] : ['edited '];
  return element('p', { className: 'footer' }, ...marks, timeElement(date * 1000));
}

function inlineKeyboard(message, actions) {
  const rows = message.buttons.map((row) =>
    element(
      'div',
      { className: 'button-row' },
      ...row.map((button) => keyboardButton(message, button, actions)),
    ),
  );
  return element('div', { className: 'inline-keyboard' }, ...rows);
}

function keyboardButton(message, { text, data, url }, actions) {
  if (url !== undefined) {
    const href = safeLink(url) ? url : '#';
    return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, `${text} ↗`);
  }
  const button = element('button', { type: 'button' }, text);
  button.dataset.data = data;
  button.onclick = () => actions.press(message, data, button);
  return button;
}

import { startSuggestions } from './commands.js';
import { startComposer } from './composer.js';
import { element, keepingEnd, post, showLine } from './elements.js';
import { follow } from './follow.js';
import { messageElement } from './message.js';

const doors = '/sandbox/telegram';
const toastMs = 5000;

/** The left pane: the person's chat with the bot. */
export function startChat(pane) {
  const trouble = pane.querySelector('.trouble');
  const act = async (door, body) => {
    try {
      await post(`${doors}/${door}`, body);
      showLine(trouble, '');
      return true;
    } catch (error) {
      showLine(trouble, error.message);
      return false;
    }
  };
  const say = (text) => act('say', { text });
  const press = async ({ message_id }, data, button) => {
    button.ariaBusy = 'true';
    await act('press', { message_id, data });
    button.ariaBusy = 'false';
  };

  const box = startComposer(pane.querySelector('.composer'), say);
  startSuggestions(box, pane.querySelector('.suggestions'), `${doors}/commands`);
  startUpload(pane, box, act);

  const drawMessages = messageList(pane.querySelector('.messages'), { say, press });
  const drawToasts = toasts(pane.querySelector('.toast'), document.querySelector('dialog.alert'));
  follow({
    urlFor: () => `${doors}/chat`,
    trouble: (sentence) => showLine(trouble, sentence),
    missing: 'Here Herald is connected to the real Telegram: talk to your bot there.',
    show(chat) {
      drawMessages(chat.messages);
      drawReplyKeyboard(pane.querySelector('.reply-keyboard'), chat.messages, say);
      drawToasts(chat.toasts);
    },
  });
}

/** Draws only what changed, so that an edit neither scrolls, nor takes the focus, nor reloads pictures. */
function messageList(list, actions) {
  const drawn = new Map();

  return function draw(messages) {
    const shown = new Set(messages.map(({ message_id }) => message_id));
    for (const [id, { item }] of drawn) {
      if (shown.has(id)) continue;
      item.remove();
      drawn.delete(id);
    }
    keepingEnd(list, () => {
      for (const message of messages) drawOne(message);
    });
  };

  function drawOne(message) {
    const before = drawn.get(message.message_id);
    const json = JSON.stringify(message);
    if (before?.json === json) return;

    const item = messageElement(message, actions);
    if (before === undefined) list.append(item);
    else replaceKeepingFocus(before.item, item);
    drawn.set(message.message_id, { json, item });
  }
}

function replaceKeepingFocus(before, after) {
  const focused = before.contains(document.activeElement) ? document.activeElement : undefined;
  before.replaceWith(after);
  if (focused === undefined) return;
  const buttons = [...after.querySelectorAll('.inline-keyboard button')];
  const same = buttons.find((button) => button.dataset.data === focused.dataset.data);
  (same ?? buttons[0])?.focus();
}

/** The newest message that says anything about the keyboard decides. */
function drawReplyKeyboard(place, messages, say) {
  const last = messages.findLast((m) => m.reply_keyboard !== undefined || m.removes_keyboard);
  const rows = last?.reply_keyboard ?? [];
  place.hidden = rows.length === 0;
  place.replaceChildren(
    ...rows.map((row) =>
      element(
        'div',
        { className: 'button-row' },
        ...row.map((text) => element('button', { type: 'button', onclick: () => say(text) }, text)),
      ),
    ),
  );
}

/** What the bot answered to presses, each shown once; what was answered before the page opened is past. */
function toasts(line, alertBox) {
  let seen;
  let timer;

  return function draw(answers) {
    const fresh = answers.filter(
      ({ id, text }) => seen !== undefined && !seen.has(id) && text !== '',
    );
    seen = new Set(answers.map(({ id }) => id));

    const last = fresh.at(-1);
    if (last === undefined) return;
    if (last.alert) {
      alertBox.querySelector('p').textContent = last.text;
      if (!alertBox.open) alertBox.showModal();
      return;
    }
    showLine(line, last.text);
    clearTimeout(timer);
    timer = setTimeout(() => showLine(line, ''), toastMs);
  };
}

/** A file is dropped anywhere on the pane, picked with the paperclip, or pasted; what is in the box is its caption. */
function startUpload(pane, box, act) {
  const picker = pane.querySelector('input[type=file]');

  async function send(files) {
    for (const file of files) {
      const form = new FormData();
      if (box.value.trim() !== '') form.set('caption', box.value.trim());
      form.set('file', file);
      if (await act('upload', form)) box.value = '';
    }
  }

  picker.addEventListener('change', async () => {
    await send([...picker.files]);
    picker.value = '';
  });
  box.addEventListener('paste', (event) => send([...event.clipboardData.files]));
  pane.addEventListener('dragover', (event) => {
    event.preventDefault();
    pane.classList.add('dropping');
  });
  pane.addEventListener('dragleave', (event) => {
    if (!pane.contains(event.relatedTarget)) pane.classList.remove('dropping');
  });
  pane.addEventListener('drop', (event) => {
    event.preventDefault();
    pane.classList.remove('dropping');
    void send([...event.dataTransfer.files]);
  });
}

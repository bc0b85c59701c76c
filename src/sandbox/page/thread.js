import { startComposer } from './composer.js';
import { element, keepingEnd, post, showLine, timeElement } from './elements.js';

/** One phone: what reached it, what its person wrote, and a box to answer as that person. */
export function createThread(pane, { onClose }) {
  const list = pane.querySelector('.messages');
  const line = pane.querySelector('.trouble');
  const url = (phone) => `/sandbox/phones/${encodeURIComponent(phone)}`;
  let current;
  let drawn;

  const box = startComposer(pane.querySelector('.composer'), async (text) => {
    try {
      await post(`${url(current)}/say`, { text });
      showLine(line, '');
      return true;
    } catch (error) {
      showLine(line, error.message);
      return false;
    }
  });

  async function refresh() {
    const asked = current;
    if (asked === undefined) return;
    const response = await fetch(url(asked)).catch(() => undefined);
    // While the answer was on its way another phone may have been opened.
    if (!response?.ok || asked !== current) return;
    draw(await response.json());
  }

  function draw({ state, messages }) {
    pane.querySelector('.state').textContent = stateText(state);
    const json = JSON.stringify(messages);
    if (json === drawn) return;
    drawn = json;
    keepingEnd(list, () => list.replaceChildren(...messages.map(bubble)));
  }

  function close() {
    const phone = current;
    current = undefined;
    onClose(phone);
  }

  pane.querySelector('.back').addEventListener('click', close);
  pane.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });

  return {
    refresh,
    trouble: (sentence) => showLine(line, sentence),
    open(phone) {
      current = phone;
      drawn = undefined;
      pane.querySelector('h2').textContent = phone;
      list.replaceChildren();
      box.focus();
      void refresh();
    },
  };
}

const stateTexts = {
  reachable: 'Reachable',
  off: 'Switched off',
  blocks: 'Has blocked the sender',
  not_on_whatsapp: 'Not on WhatsApp',
};

export function stateText(state) {
  return stateTexts[state] ?? state;
}

/** On this side of the world "in" is what the phone received. */
function bubble({ direction, text, at, status }) {
  const marks = status === undefined ? [] : [`${status} `];
  return element(
    'li',
    { className: `message from-${direction === 'in' ? 'bot' : 'you'}` },
    element(
      'div',
      { className: 'bubble' },
      element('p', { className: 'text' }, text),
      element('p', { className: 'footer' }, ...marks, timeElement(at)),
    ),
  );
}

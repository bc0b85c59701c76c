import { element, showLine, timeElement } from './elements.js';
import { follow } from './follow.js';
import { createThread, stateText } from './thread.js';

const phonesPerPage = 50;
/** As many as the server lists at once; by then a search is the better way. */
const phonesMax = 500;
const searchPauseMs = 250;

/** The right pane: all simulated phones, or the one that was opened. */
export function startPhones(pane, threadPane) {
  const search = pane.querySelector('input[type=search]');
  const list = pane.querySelector('.phone-list');
  const more = pane.querySelector('.more');
  let limit = phonesPerPage;

  const thread = createThread(threadPane, {
    onClose(phone) {
      threadPane.hidden = true;
      pane.hidden = false;
      (rowOf(list, phone) ?? search).focus();
    },
  });
  const open = (phone) => {
    pane.hidden = true;
    threadPane.hidden = false;
    thread.open(phone);
  };

  const restart = follow({
    urlFor: () =>
      `/sandbox/phones?${new URLSearchParams({ limit: String(limit), search: search.value.trim() })}`,
    trouble(sentence) {
      showLine(pane.querySelector('.trouble'), sentence);
      thread.trouble(sentence);
    },
    missing: 'There are no simulated phones: here Herald is connected to the real WhatsApp.',
    show({ total, phones }) {
      drawPhones(list, phones, open);
      pane.querySelector('.count').textContent =
        total === 1 ? '1 phone' : `${total.toLocaleString()} phones`;
      pane.querySelector('.empty').hidden = total > 0 || search.value !== '';
      more.hidden = phones.length >= Math.min(total, phonesMax);
      void thread.refresh();
    },
  });

  let timer;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    limit = phonesPerPage;
    timer = setTimeout(restart, searchPauseMs);
  });
  more.addEventListener('click', () => {
    limit = Math.min(limit + phonesPerPage, phonesMax);
    restart();
  });
}

function drawPhones(list, phones, open) {
  const focused = list.contains(document.activeElement)
    ? document.activeElement.dataset.phone
    : undefined;
  list.replaceChildren(...phones.map((phone) => phoneRow(phone, open)));
  if (focused !== undefined) rowOf(list, focused)?.focus();
}

function rowOf(list, phone) {
  return [...list.querySelectorAll('button')].find((button) => button.dataset.phone === phone);
}

function phoneRow({ phone, name, state, received, last, unread }, open) {
  const head = element('span', { className: 'head' }, element('strong', {}, name ?? phone));
  if (name) head.append(element('span', { className: 'number' }, phone));
  if (last) head.append(timeElement(last.at));

  const words = last ? `${last.direction === 'out' ? '↩ ' : ''}${last.text}` : 'Nothing yet';
  const foot = element(
    'span',
    { className: 'foot' },
    element('span', { className: 'last' }, words),
    element('span', { className: 'tag' }, `${received} received`),
  );
  if (state !== 'reachable') {
    foot.append(element('span', { className: 'tag' }, stateText(state)));
  }
  if (unread)
    foot.append(element('span', { className: 'unread', role: 'img', ariaLabel: 'unread' }));

  const row = element('button', { type: 'button', onclick: () => open(phone) }, head, foot);
  row.dataset.phone = phone;
  return element('li', {}, row);
}

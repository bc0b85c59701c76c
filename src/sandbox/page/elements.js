/**
 * Makes an element. Children are elements or texts; a text is never read as markup,
 * so what strangers wrote stays text.
 */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Shows a sentence in a line that is otherwise not there. */
export function showLine(line, sentence) {
  line.textContent = sentence;
  line.hidden = sentence === '';
}

/** Runs `change` and stays at the end of a scrolled list if that is where the reader was. */
export function keepingEnd(list, change) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  change();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** The time of day, with the date when it is not today's. */
export function timeElement(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const text = today ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
  return element('time', { dateTime: date.toISOString() }, text);
}

/** Posts and returns the answer; throws an Error with the sentence the server gave. */
export async function post(url, body) {
  const form = body instanceof FormData;
  const response = await fetch(url, {
    method: 'POST',
    headers: form ? {} : { 'content-type': 'application/json' },
    body: form ? body : JSON.stringify(body),
  }).catch(() => {
    throw new Error('Herald does not answer. It was not sent.');
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? 'Something went wrong. It was not sent.');
  return answer;
}

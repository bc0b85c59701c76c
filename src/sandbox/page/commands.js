import { element } from './elements.js';

/** Suggests the bot's commands while one types `/…`: arrows choose, Tab or Enter takes, Escape closes. */
export function startSuggestions(box, list, url) {
  let known = [];
  let chosen = 0;

  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    box.removeAttribute('aria-activedescendant');
  };

  function choose(index) {
    const all = options();
    chosen = (index + all.length) % all.length;
    for (const [at, option] of all.entries()) option.ariaSelected = String(at === chosen);
    box.setAttribute('aria-activedescendant', all[chosen].id);
    all[chosen].scrollIntoView({ block: 'nearest' });
  }

  function take(command) {
    box.value = `/${command} `;
    close();
    box.focus();
  }

  function draw() {
    const typed = /^\/([a-z0-9_]*)$/i.exec(box.value)?.[1]?.toLowerCase();
    const fitting = known.filter(({ command }) => typed !== undefined && command.startsWith(typed));
    // A command that is written out needs no suggestion: Enter shall send it.
    if (fitting.length === 0 || fitting.some(({ command }) => command === typed)) return close();
    list.replaceChildren(...fitting.map((command, index) => option(command, index, take)));
    list.hidden = false;
    choose(0);
  }

  box.addEventListener('input', async () => {
    // The list may have changed since: it is asked for anew with each slash.
    if (box.value === '/') known = await fetchCommands(url);
    draw();
  });
  box.addEventListener('blur', close);
  box.addEventListener(
    'keydown',
    (event) => {
      if (list.hidden) return;
      if (event.key === 'Escape') close();
      else if (event.key === 'ArrowDown') choose(chosen + 1);
      else if (event.key === 'ArrowUp') choose(chosen - 1);
      else if (event.key === 'Tab' || event.key === 'Enter')
        take(options()[chosen].dataset.command);
      else return;
      event.preventDefault();
    },
    // Before the composer hears of Enter.
    { capture: true },
  );
}

function option({ command, description }, index, take) {
  const made = element(
    'div',
    { id: `suggestion-${index}`, role: 'option' },
    element('strong', {}, `/${command}`),
    ` ${description}`,
  );
  made.dataset.command = command;
  // Not on click: the box would lose the focus first, and with it the list.
  made.addEventListener('mousedown', (event) => {
    event.preventDefault();
    take(command);
  });
  return made;
}

async function fetchCommands(url) {
  try {
    return (await (await fetch(url)).json()).commands;
  } catch {
    return [];
  }
}

/**
 * A box to write in: Enter sends, Shift+Enter begins a line. `send(text)` may fail; then
 * the text stays, so that nothing that was written is lost.
 */
export function startComposer(form, send) {
  const box = form.querySelector('textarea');
  let sending = false;

  async function submit() {
    const text = box.value.trim();
    if (text === '' || sending) return;
    sending = true;
    const sent = await send(text);
    sending = false;
    if (sent && box.value.trim() === text) box.value = '';
    box.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  box.addEventListener('keydown', (event) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.defaultPrevented)
      return;
    event.preventDefault();
    void submit();
  });
  return box;
}

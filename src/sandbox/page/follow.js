const waitSeconds = 25;
const retryMsFirst = 500;
const retryMsMax = 8000;

/**
 * Keeps something fresh by long polling: the server holds each answer back until there is
 * news. When the server is away it is asked again, less and less often.
 *
 * `urlFor()` names what to ask, `show(answer)` draws it, `trouble(sentence)` tells what is
 * wrong ('' when nothing is). Returns `restart`, for when the question has changed.
 */
export function follow({ urlFor, show, trouble, missing }) {
  let round = new AbortController();

  async function run(signal) {
    let revision;
    let retryMs = retryMsFirst;
    while (!signal.aborted) {
      try {
        const answer = await ask(urlFor(), revision, signal);
        if (signal.aborted) return;
        trouble('');
        show(answer);
        // A server that answers at once without news must not be asked a thousand times a second.
        if (answer.revision === revision) await pause(retryMsFirst);
        revision = answer.revision;
        retryMs = retryMsFirst;
      } catch (error) {
        if (signal.aborted) return;
        trouble(error.status === 404 ? missing : 'Herald does not answer. Trying again…');
        revision = undefined;
        await pause(retryMs);
        retryMs = Math.min(retryMs * 2, retryMsMax);
      }
    }
  }

  void run(round.signal);
  return function restart() {
    round.abort();
    round = new AbortController();
    void run(round.signal);
  };
}

async function ask(url, revision, signal) {
  const asked = new URL(url, location.href);
  if (revision !== undefined) {
    asked.searchParams.set('after', revision);
    asked.searchParams.set('wait', waitSeconds);
  }
  const response = await fetch(asked, { signal });
  if (!response.ok) throw Object.assign(new Error('not ok'), { status: response.status });
  return response.json();
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

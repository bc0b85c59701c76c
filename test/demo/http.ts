/** Requests to the demo's own Herald: whatever is not answered with 2xx and JSON ends the demo. */
export function getJson<T>(url: string): Promise<T> {
  return answerOf(url, {});
}

export function postJson<T>(url: string, body: unknown, token?: string): Promise<T> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return answerOf(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

export function postForm<T>(url: string, body: FormData): Promise<T> {
  return answerOf(url, { method: 'POST', body });
}

async function answerOf<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init).catch(() => {
    throw new Error(`Nobody answers at ${url} any more. Herald's log says why.`);
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** What a fake posted was taken: anything else than 200 ends the demo. */
export async function taken(answers: Promise<readonly number[]>): Promise<void> {
  const wrong = (await answers).filter((status) => status !== 200);
  if (wrong.length > 0) throw new Error(`Herald answered a webhook with ${wrong.join(', ')}.`);
}

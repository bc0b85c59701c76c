// npm silently drops an optional platform package from the lock file when the newest release of
// it is missing, and then `npm ci` fails on other people's machines. Run after every change of
// dependencies: `node test/lock-check.mjs`.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url)));

/** Where Node would look for it: beside the package, then in every folder above. */
function isLocked(from, name) {
  for (let folder = from; ; folder = above(folder)) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

function above(folder) {
  const end = folder.lastIndexOf('/node_modules/');
  return end === -1 ? '' : folder.slice(0, end);
}

const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !isLocked(place, name))
    .map((name) => `${place} lacks ${name}`),
);
if (missing.length > 0) {
  process.stderr.write(`package-lock.json is not whole:\n${missing.join('\n')}\n`);
  process.exitCode = 1;
}

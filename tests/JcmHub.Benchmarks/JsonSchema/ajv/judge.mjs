// Reads, parses and judges the report as a Node service would; prints the best of five in milliseconds: all, parse, judge.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [schemaFile, reportFile] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
let best = [Infinity, 0, 0];
for (let round = 0; round < 5; round++) {
  const start = performance.now();
  const text = readFileSync(reportFile, 'utf8');
  const read = performance.now();
  const report = JSON.parse(text);
  const parsed = performance.now();
  if (!validate(report)) throw new Error(JSON.stringify(validate.errors[0]));
  const end = performance.now();
  if (end - start < best[0]) best = [end - start, parsed - read, end - parsed];
}
console.log(best.map(ms => ms.toFixed(1)).join(' '));

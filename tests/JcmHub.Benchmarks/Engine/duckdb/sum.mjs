// Sums a file of readings, one JSON object a line, per meter, as an analyst would; prints the total in millionths, then the
// best of three in milliseconds, wall clock and processor time, with one thread and with as many as there are cores.
import { DuckDBInstance } from '@duckdb/node-api';

const file = process.argv[2];
const query = `SELECT sum(total)::VARCHAR AS total FROM (SELECT point, sum(value::DECIMAL(18, 6)) AS total FROM read_json('${file}',
  format = 'newline_delimited', columns = {point: 'VARCHAR', value: 'VARCHAR'}) GROUP BY point)`;
let total;
const times = [];
for (const threads of ['1', undefined]) {
  const connection = await (await DuckDBInstance.create(':memory:', threads ? { threads } : {})).connect();
  let best = [Infinity, Infinity];
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    const start = performance.now();
    total = (await connection.runAndReadAll(query)).getRows()[0][0];
    const used = process.cpuUsage(before);
    best = [Math.min(best[0], performance.now() - start), Math.min(best[1], (used.user + used.system) / 1000)];
  }
  times.push(...best);
}
console.log([Math.round(Number(total) * 1e6), ...times.map(ms => ms.toFixed(0))].join(' '));

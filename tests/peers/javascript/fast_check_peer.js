// The subjects in fast-check: `found SUBJECT STRATEGY SEED MOST` or `speed SUBJECT`. It prints lines as rust/src/measure.rs
// describes them.

import fc from 'fast-check';
import { subjects } from './subjects.js';

const [what, name, strategy, seed, most] = process.argv.slice(2);
const subject = subjects[name];

const search = async (numRuns, seedOfRun, passesOver) => {
  let runs = 0;
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    ++runs;
    const run = subject(scheduler);
    let failure;
    run.catch((error) => (failure = error));
    await scheduler.waitIdle();
    if (failure && !passesOver) throw failure;
  });
  const details = await fc.check(property, { seed: seedOfRun, numRuns, endOnFailure: true });
  return { failed: details.failed, runs };
};

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

if (what === 'speed') {
  await search(200, 1, true); // warm up
  const begin = cpuSeconds();
  let schedules = 0;
  while (cpuSeconds() - begin < 0.5) schedules += (await search(200, 1, true)).runs;
  console.log(`speed\tfast-check\trandom\t${name}\t${Math.round(schedules / (cpuSeconds() - begin))}`);
} else {
  const { failed, runs } = await search(Number(most), Number(seed), false);
  console.log(`found\tfast-check\t${strategy}\t${name}\t${failed ? runs : '-'}`);
}

import { runMocha } from '../runMocha.ts';

/** What the extension host loads and runs. */
export async function run(): Promise<void> {
  const failures = await runMocha(__dirname, 60_000);
  if (failures > 0) throw new Error(`${failures} client tests failed`);
}

import { runMocha } from './runMocha.ts';

runMocha(__dirname, 180_000).then(failures => process.exit(failures > 0 ? 1 : 0));

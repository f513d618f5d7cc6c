import { describe, expect, it } from 'vitest';
import { parseCron, readAsSixFields } from '#languages/kubernetes';

const cron = (text: string) => {
  const found = parseCron(text);
  if (!found) throw new Error(`"${text}" was not read`);
  return found;
};

describe('cron schedules', () => {
  it.each([
    ['0 2 * * *', 1, 1],
    ['0 0 2 * * *', 1, 1],
    ['*/15 * * * *', 96, 1],
    ['0 */6 * * *', 4, 1],
    ['30 1,13 * * *', 2, 1],
    ['0 2 * * 0', 1, 7],
    ['0 2 * * sun', 1, 7],
    ['0 2 * * 7', 1, 7],
    ['0 2 * * 1-5', 1, 3],
    ['0 2 * * MON-FRI', 1, 3],
    ['0 2 */2 * *', 1, 2],
    ['0 2 1 * *', 1, 31],
    ['0 2 1,15 * *', 1, 17],
    ['0 2 1 1 *', 1, 366],
    ['0 2 1 * 0', 1, 7],
    ['0 2 ? * *', 1, 1],
    ['@daily', 1, 1],
    ['@midnight', 1, 1],
    ['@hourly', 24, 1],
    ['@weekly', 1, 7],
    ['@monthly', 1, 31],
    ['@every 12h', 2, 1],
    ['@every 48h', 1, 2],
    ['@every 1h30m', 16, 1],
    ['CRON_TZ=Europe/Berlin 0 2 * * *', 1, 1],
  ])('%s runs %d times a day, %d days apart', (text, runsPerDay, longestGapDays) =>
    expect(cron(text)).toMatchObject({ runsPerDay, longestGapDays }),
  );

  it('a day that never comes', () => expect(cron('0 0 31 2 *').longestGapDays).toBe(Number.POSITIVE_INFINITY));

  it.each([
    '',
    '* * * *',
    '* * * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '5-1 * * * *',
    '@sometimes',
    '@every day',
    'a b c d e',
    '*/0 * * * *',
    '0 2 * * funday',
  ])('%j is none', text => expect(parseCron(text)).toBeUndefined());

  it('five fields mean something else to an operator that reads six', () => {
    expect(readAsSixFields(cron('0 0 * * *'))?.runsPerDay).toBe(24);
    expect(readAsSixFields(cron('0 2 * * *'))?.runsPerDay).toBe(24);
    expect(readAsSixFields(cron('0 0 2 * * *'))?.runsPerDay).toBe(1);
    expect(readAsSixFields(cron('@daily'))?.runsPerDay).toBe(1);
    expect(readAsSixFields(cron('0 2 30 * *'))).toBeUndefined();
  });

  it('keeps where each field stands', () => {
    const text = 'TZ=UTC 0  2 * * *';
    const { fields, timeZone } = cron(text);
    expect(timeZone).toBe('UTC');
    expect(fields.map(({ span }) => text.slice(span.start, span.end))).toEqual(['0', '2', '*', '*', '*']);
  });
});
